using IstioLab.Config.Diagnostics;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis;

/// <summary>Something that an analyzer found.</summary>
/// <param name="Code">Istio's code, such as <c>IST0101</c>.</param>
/// <param name="Level">How serious it is.</param>
/// <param name="Resource">The object it is about.</param>
/// <param name="Path">The field, such as <c>spec.gateways[0]</c>; empty for the whole object.</param>
/// <param name="Position">File and line, when the object came from a file.</param>
/// <param name="Text">What is wrong, in one sentence.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record AnalysisMessage(
    string Code,
    DiagnosticLevel Level,
    ConfigObject Resource,
    string Path,
    SourcePosition? Position,
    string Text,
    string Remedy)
{
    /// <summary><c>Kind namespace/name</c>; a namespace that a file leaves open stays away.</summary>
    public string Subject => Resource.Id.Namespace == "default" && !Resource.Root["metadata"].Has("namespace")
        ? $"{Resource.Id.Kind} {Resource.Id.Name}"
        : Resource.Id.ToString();
}
