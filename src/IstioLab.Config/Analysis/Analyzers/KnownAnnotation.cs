namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>An annotation that Istio knows.</summary>
/// <param name="Kinds">The kinds that it belongs on; <c>Any</c> for all.</param>
/// <param name="IsDeprecated">Whether something else took its place.</param>
internal sealed record KnownAnnotation(string[] Kinds, bool IsDeprecated = false);
