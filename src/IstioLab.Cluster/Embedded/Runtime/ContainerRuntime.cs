using IstioLab.Cluster.Embedded.Runtime.Files;
using IstioLab.Cluster.Embedded.Runtime.Processes;
using IstioLab.Proxy;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>The built-in container runtime: programs of this process stand in for images.</summary>
/// <param name="catalogue">Which images there are.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Seeds the chance of each container.</param>
internal sealed class ContainerRuntime(ImageCatalogue catalogue, TimeProvider time, RandomSource random) : IContainerRuntime
{
    /// <inheritdoc/>
    public bool HasImage(string image) => catalogue.Find(image) is not null;

    /// <inheritdoc/>
    public string DescribeMissingImage(string image) =>
        $"Image '{image}' is not in the catalogue of the embedded cluster, which pulls nothing. "
        + $"It has: {string.Join(", ", catalogue.Patterns.Select(pattern => pattern.EndsWith(":*", StringComparison.Ordinal) ? pattern[..^2] : pattern).Distinct())}. "
        + "Use one of these, e.g. 'busybox:1.36.1'; 'kubectl set image' changes it in place.";

    /// <inheritdoc/>
    public IContainer Create(ContainerSpec spec)
    {
        var image = catalogue.Find(spec.Image) ?? throw new ContainerStartException(DescribeMissingImage(spec.Image), 125);
        var files = new ContainerFiles(image.Root, time);
        ContainerFilesystem.Prepare(files, spec, time);
        return new Container(new ContainerHost
        {
            Spec = spec,
            Image = image,
            Files = files,
            Processes = new ProcessTable(time),
            Time = time,
            Random = new RandomSource(random.NextBits()),
        });
    }
}
