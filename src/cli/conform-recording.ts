// `conform … --record FILE`: every run of the cases in one recording.
import { createHost } from '#runtime'
import { SuiteRecorder } from '../conformance/targets/suite-recorder.ts'
import type { Side } from '../core/machine.ts'
import type { Io } from './command.ts'
import { type RecordValues, recordOptions } from './record-option.ts'
import { startRecording } from './recording-file.ts'

/** Begins the recording of a harness that is this side of the connections, if one is asked for. Throws ERR_ARGUMENT. */
export function suiteRecorder(values: RecordValues, role: Side, io: Io): SuiteRecorder | undefined {
  const options = recordOptions(values)
  if (options === undefined) return undefined
  const recorder = startRecording(options, role, createHost(), io)
  return new SuiteRecorder(recorder, options.secrets ? recorder.secret : undefined)
}
