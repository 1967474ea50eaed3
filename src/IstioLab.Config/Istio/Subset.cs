using System.Collections.Frozen;

namespace IstioLab.Config.Istio;

/// <summary>A subset as written.</summary>
internal sealed record Subset(string Name, FrozenDictionary<string, string> Labels, TrafficPolicy? Policy);
