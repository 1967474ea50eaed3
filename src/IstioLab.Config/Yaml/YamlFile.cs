using System.Collections.Immutable;
using IstioLab.Config.Diagnostics;

namespace IstioLab.Config.Yaml;

/// <summary>What a reader made of a text.</summary>
/// <param name="Documents">The documents that could be read, in order.</param>
/// <param name="Diagnostics">What is wrong with the others.</param>
public sealed record YamlFile(ImmutableArray<YamlDocument> Documents, ImmutableArray<Diagnostic> Diagnostics);
