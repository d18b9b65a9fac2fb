import { alarmMetrics, dimensionOf } from '../../aws/alarm.ts'
import type { Resource } from '../../model/resource.ts'
import { and, FALSE, TRUE, type Tri, tri, UNKNOWN } from '../../model/tri.ts'
import { type Cause, entry, isMap, type PropertyMap, type Value } from '../../model/value.ts'
import { type Frame, type Member, rootElement } from '../frame.ts'
import { memberOf } from '../related.ts'
import { hasChoice, settleDeep } from '../settle.ts'
import { createTextIndex, sameAsAny, type TextIndex, type Told } from '../text-index.ts'
import { isOpaque, sameToken } from '../world.ts'

export const ALARM = 'AWS::CloudWatch::Alarm'

/** One metric that an alarm watches. */
export interface Watch {
  readonly alarm: Resource
  readonly metric: PropertyMap
}

/** What alarms are asked by: the name of a metric, or the value of one of its dimensions. */
export type Key = 'MetricName' | 'ServiceName' | 'TargetGroup' | 'LoadBalancer'

interface Watches {
  readonly by: (key: Key) => TextIndex<Watch>
  /** Alarms that may watch more than is told. */
  readonly open: readonly { readonly alarm: Resource; readonly cause: Cause }[]
  /** Alarms that open conditions change. */
  readonly changing: readonly Resource[]
}

/**
 * The alarms with a metric whose key is one of the texts, which are all names of one thing, and that `meets` admits.
 * Each member carries the metrics it is meant for as the fact `watched`. Alarms whose metrics are not unfolded are
 * maybe members.
 */
export function alarmsOn(
  frame: Frame,
  owner: Resource,
  key: Key,
  names: readonly Told[],
  meets: (watch: Watch) => Tri,
): readonly Member[] {
  const watches = frame.world.memo('alarms.watches', () => indexed(frame))
  const found = new Map<Watch, Tri>()
  for (const { item, sure } of watches.by(key).find(frame, names)) found.set(item, sure ? TRUE : UNKNOWN)
  for (const alarm of watches.changing) {
    for (const metric of metricsOf(frame, alarm).metrics) {
      const told = { value: keyValue(metric, key), from: alarm }
      const same = named(frame, told, names)
      if (same !== FALSE) found.set({ alarm, metric }, same)
    }
  }
  const judged = [...found].map(([watch, same]) => ({
    watch,
    tri: and(same, and(inScope(watch, owner), meets(watch))),
  }))
  const open = [...watches.open, ...watches.changing.flatMap((alarm) => openIn(frame, alarm))]
  return [
    ...membersOf(judged.filter(({ tri }) => tri === TRUE).map(({ watch }) => watch)),
    ...membersOf(
      judged.filter(({ tri }) => tri === UNKNOWN).map(({ watch }) => watch),
      { class: 'value', reason: `whether the alarm watches ${owner.address} is not known` },
    ),
    ...open
      .filter(({ alarm }) => regionAndAccount(alarm, owner) !== FALSE)
      .map(({ alarm, cause }): Member => ({ ...memberOf(alarm), maybe: cause })),
  ]
}

/** Whether a value of a metric is one of the names; an absent one is none. */
export function named(
  frame: Frame,
  told: { readonly value: Value | undefined; readonly from: Resource },
  names: readonly Told[],
): Tri {
  const { value, from } = told
  return value === undefined ? FALSE : sameAsAny(frame, { value, from }, names)
}

/** The metrics of an alarm in the present world. */
export function metricsOf(frame: Frame, alarm: Resource): ReturnType<typeof alarmMetrics> {
  if (isOpaque(alarm))
    return { metrics: [], open: alarm.rest?.cause ?? { class: 'input', reason: 'the alarm is not read' } }
  const properties = settleDeep(frame, alarm.properties)
  return alarmMetrics(isMap(properties) ? properties : {})
}

function openIn(frame: Frame, alarm: Resource): Watches['open'] {
  const { open } = metricsOf(frame, alarm)
  return open === undefined ? [] : [{ alarm, cause: open }]
}

function indexed(frame: Frame): Watches {
  const watches: Watch[] = []
  const open: { alarm: Resource; cause: Cause }[] = []
  const changing: Resource[] = []
  for (const alarm of frame.world.ofType(ALARM)) {
    if (hasChoice(alarm.properties)) {
      changing.push(alarm)
      continue
    }
    open.push(...openIn(frame, alarm))
    for (const metric of metricsOf(frame, alarm).metrics) watches.push({ alarm, metric })
  }
  return {
    open,
    changing,
    by: (key) =>
      frame.world.memo(`alarms.by ${key}`, () =>
        createTextIndex(
          frame.world,
          watches.flatMap((watch) => {
            const value = keyValue(watch.metric, key)
            return value === undefined ? [] : [{ value, from: watch.alarm, item: watch }]
          }),
        ),
      ),
  }
}

function keyValue(metric: PropertyMap, key: Key): Value | undefined {
  return key === 'MetricName' ? entry(metric, 'MetricName') : dimensionOf(metric, key)
}

/** A query may read the metrics of another account (cross-account observability). */
function inScope({ alarm, metric }: Watch, owner: Resource): Tri {
  const account = entry(metric, 'AccountId')
  if (account === undefined) return regionAndAccount(alarm, owner)
  if (typeof account !== 'string') return UNKNOWN
  return and(token(account, owner.scope.account), token(alarm.scope.region, owner.scope.region))
}

function regionAndAccount(alarm: Resource, owner: Resource): Tri {
  return and(token(alarm.scope.account, owner.scope.account), token(alarm.scope.region, owner.scope.region))
}

function token(left: string, right: string): Tri {
  const same = sameToken(left, right)
  return same === undefined ? UNKNOWN : tri(same)
}

function membersOf(watches: readonly Watch[], maybe?: Cause): readonly Member[] {
  const byAlarm = new Map<Resource, PropertyMap[]>()
  for (const { alarm, metric } of watches) byAlarm.set(alarm, [...(byAlarm.get(alarm) ?? []), metric])
  return [...byAlarm].map(([alarm, watched]) => ({
    ...memberOf(alarm),
    element: rootElement(alarm, { watched }),
    ...(maybe === undefined ? {} : { maybe }),
  }))
}
