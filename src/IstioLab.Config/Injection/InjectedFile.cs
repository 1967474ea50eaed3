using System.Collections.Immutable;
using IstioLab.Config.Diagnostics;

namespace IstioLab.Config.Injection;

/// <summary>What <c>kube-inject</c> made of a file.</summary>
/// <param name="Text">All documents; those without a pod template as they were.</param>
/// <param name="Diagnostics">Errors of documents that could not be read, and notes on pods that were left alone.</param>
public sealed record InjectedFile(string Text, ImmutableArray<Diagnostic> Diagnostics);
