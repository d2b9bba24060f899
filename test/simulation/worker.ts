// A process that lives through the worlds it is told to, until its parent lets go of it.
import { runSeeds, type Stretch } from './run.ts'

process.on('message', (stretch: Stretch) => process.send!(runSeeds(stretch)))
