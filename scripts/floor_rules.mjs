// What the lint holds each floor of the house to.
import house from "./house.cjs";

const { floors, ground } = house;

/** What stands in an import from one of these floors, behind the `./` or `../`. */
function paths_to(names) {
  return floors
    .filter(({ name }) => names.includes(name))
    .flatMap(({ name, files }) => (files === undefined ? [`${name}/\\w+$`] : files.map((file) => `${file}$`)));
}

function rule_for(floor) {
  const prefix = floor.files === undefined ? "^\\.\\./" : "^\\./";
  const values = paths_to([ground.name, ...floor.values, ...(floor.files === undefined ? [] : [floor.name])]);
  const types = paths_to(floor.types);
  const message = `See the plan in scripts/house.cjs: ${floor.name} may import values from ${[ground.name, ...floor.values].join(", ")}`;
  const types_message = types.length === 0 ? message : `${message}; types from ${floor.types.join(", ")}, too`;
  const patterns = [{ regex: `${prefix}(?!${[...values, ...types].join("|")})`, message: types_message }];
  if (types.length > 0) {
    patterns.push({ regex: `${prefix}(?:${types.join("|")})`, allowTypeImports: true, message: types_message });
  }
  return { "@typescript-eslint/no-restricted-imports": ["error", { patterns }] };
}

/** One entry of ESLint's configuration for each floor. */
export const floor_rules = floors.map((floor) => ({
  files: floor.files?.map((file) => `src/${file}.ts`) ?? [`src/${floor.name}/**/*.ts`],
  rules: rule_for(floor),
}));
