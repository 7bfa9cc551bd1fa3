package io.jvmm.provisioning.images;

import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.Toolbox;
import io.jvmm.provisioning.images.FirmwareRecipe.Firmware;
import io.jvmm.provisioning.images.GuestKernel.Flavour;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The guest images that jvmm knows how to build, in the user's cache. */
public final class ImageStore {
  private final PackageStore packages;
  private final List<Recipe> recipes;

  /**
   * A store in the cache of a package store.
   *
   * @param toolbox where the programs come from that images are made with
   * @param machine where a system's own installation scripts run
   */
  public ImageStore(
      PackageStore packages, Toolbox toolbox, Progress progress, BuildMachine machine) {
    Recipe debian = new DebianRecipe(packages, toolbox, progress, machine);
    this(
        packages,
        List.of(
            new HelloRecipe(packages, progress, Flavour.CLOUD),
            new HelloRecipe(packages, progress, Flavour.GENERIC),
            debian,
            new DebianDiskRecipe(packages, toolbox, progress, debian),
            new ToolsRecipe(packages, toolbox, progress),
            new FirmwareRecipe(packages, progress, Firmware.EDK2),
            new FirmwareRecipe(packages, progress, Firmware.U_BOOT)));
  }

  ImageStore(PackageStore packages, List<Recipe> recipes) {
    this.packages = packages;
    this.recipes = List.copyOf(recipes);
  }

  /** What is wrong with a reference, in a line for the user; empty if the file can be had. */
  public Optional<String> problem(String image, String file) {
    Optional<Recipe> recipe = recipe(image);
    if (recipe.isEmpty()) {
      return Optional.of(
          "there is no guest image '%s': known are %s"
              .formatted(
                  image, recipes.stream().map(Recipe::name).collect(Collectors.joining(", "))));
    }
    List<String> files = recipe.get().files();
    return files.contains(file)
        ? Optional.empty()
        : Optional.of(
            "the guest image '%s' has no file '%s': it has %s"
                .formatted(image, file, String.join(", ", files)));
  }

  /**
   * A file of an image, which is built if it is not there yet.
   *
   * @throws ConfigurationException if there is no such image or file
   * @throws io.jvmm.vmm.error.HostException if the image cannot be built
   */
  public Path locate(String image, String file) {
    problem(image, file)
        .ifPresent(
            problem -> {
              throw new ConfigurationException(problem);
            });
    return recipe(image).orElseThrow().image(packages.cache()).resolve(file);
  }

  private Optional<Recipe> recipe(String image) {
    return recipes.stream().filter(each -> each.name().equals(image)).findFirst();
  }
}
