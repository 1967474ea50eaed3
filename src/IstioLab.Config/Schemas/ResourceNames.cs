using System.Collections.Immutable;

namespace IstioLab.Config.Schemas;

/// <summary>The names by which clients know a kind.</summary>
/// <param name="Kind">As <c>Deployment</c>.</param>
/// <param name="Plural">As <c>deployments</c>; empty for kinds that are no resource (a list, <c>DeleteOptions</c>).</param>
/// <param name="Singular">As <c>deployment</c>.</param>
/// <param name="ShortNames">As <c>deploy</c>.</param>
/// <param name="Categories">As <c>all</c>.</param>
public sealed record ResourceNames(
    string Kind, string Plural, string Singular, ImmutableArray<string> ShortNames, ImmutableArray<string> Categories);
