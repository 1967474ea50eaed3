using System.Collections.Frozen;

namespace IstioLab.Config.Tests.Vectors;

/// <summary>Cases that differ on purpose, each with its reason; docs/differences.md lists the same.</summary>
internal static class Deviations
{
    public static FrozenDictionary<string, string> Simulation { get; } = FrozenDictionary<string, string>.Empty;
}
