import type { Report } from '../model/report.ts'
import type { Format, RenderOptions } from './format.ts'

/** The formats by name. Each is a pure function of the report, loaded when it is used. */
export const formats: Readonly<Record<Format, (report: Report, options: RenderOptions) => Promise<string>>> = {
  table: async (report, options) => {
    const [{ table }, { terminal }] = await Promise.all([import('./table.ts'), import('./terminal.ts')])
    return table(report, options, await terminal(report, options))
  },
  json: async (report) => (await import('./json.ts')).json(report),
  sarif: async (report, options) => (await import('./sarif.ts')).sarif(report, options),
}
