/** Of this module, put in by the build: package.json has it. */
const VERSION = "@VERSION@";

export { VERSION };
