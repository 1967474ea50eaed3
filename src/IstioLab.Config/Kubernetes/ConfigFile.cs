using System.Collections.Immutable;
using IstioLab.Config.Diagnostics;

namespace IstioLab.Config.Kubernetes;

/// <summary>The objects of a file.</summary>
/// <param name="Objects">The objects, lists flattened, in order.</param>
/// <param name="Diagnostics">What could not be read.</param>
public sealed record ConfigFile(ImmutableArray<ConfigObject> Objects, ImmutableArray<Diagnostic> Diagnostics);
