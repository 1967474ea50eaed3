using System.Collections.Immutable;

namespace IstioLab.Config.Discovery;

/// <summary>Istio's <c>exportTo</c>.</summary>
internal static class Visibility
{
    /// <summary>Whether an object of one namespace can be seen in another.</summary>
    public static bool IsVisible(ImmutableArray<string> exportTo, string owner, string viewer)
    {
        if (exportTo.IsEmpty)
        {
            return true;
        }

        foreach (var entry in exportTo)
        {
            if (entry == "*" || entry == viewer || (entry == "." && owner == viewer))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsPublic(ImmutableArray<string> exportTo) => exportTo.IsEmpty || exportTo.Contains("*");
}
