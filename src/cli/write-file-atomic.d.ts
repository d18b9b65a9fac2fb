declare module 'write-file-atomic' {
  /** Writes beside the file, then renames. Follows symbolic links. */
  export default function writeFileAtomic(file: string, text: string): Promise<void>
}
