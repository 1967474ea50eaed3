using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Manifests;

/// <summary>What a lab needs of a cluster before anything is applied.</summary>
public static class LabResources
{
    private const string Networking = "networking.istio.io";

    /// <summary>The resources of Istio's traffic management in a lab's files, such as <c>virtualservices.networking.istio.io</c>.</summary>
    /// <exception cref="Api.KubeApiException">A file holds something that is no object.</exception>
    public static IReadOnlySet<string> OfIstio(LabDefinition lab)
    {
        ArgumentNullException.ThrowIfNull(lab);
        return lab.Steps.SelectMany(step => LabFiles.ReadSources(lab, step))
            .Where(source => source.Id.Group == Networking)
            .Select(source => $"{Plural(source.Id.Kind)}.{Networking}")
            .ToHashSet(StringComparer.Ordinal);
    }

    private static string Plural(string kind)
    {
        var name = kind.ToLowerInvariant();
        return name.EndsWith('y') ? $"{name[..^1]}ies" : $"{name}s";
    }
}
