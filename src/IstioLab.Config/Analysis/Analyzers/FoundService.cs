using System.Collections.Frozen;
using System.Collections.Immutable;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>What analyzers want to know of a Service or ServiceEntry.</summary>
/// <param name="Selector">The workload selector of a ServiceEntry; empty for Services.</param>
/// <param name="Ports">The port numbers.</param>
internal sealed record FoundService(FrozenDictionary<string, string> Selector, ImmutableArray<int> Ports);
