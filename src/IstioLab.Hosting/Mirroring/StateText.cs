using IstioLab.Labs.Resources;

namespace IstioLab.Hosting.Mirroring;

/// <summary>The text of a state, so that the dashboard shows what scripts read.</summary>
internal static class StateText
{
    /// <summary>
    /// The dashboard rewrites a state: it splits words before digits and drops signs, <c>90 % v1</c> becomes <c>90 v 1</c>. Where there is
    /// a hyphen it makes a space of that and leaves the rest, so a state with signs ends with a word that has one.
    /// </summary>
    public static string Of(LabResource resource)
    {
        var state = resource.State;
        if (state.Contains('-') || state.Contains('_'))
        {
            return state;
        }

        return resource.Type switch
        {
            "VirtualService" when state.Contains('%') => $"{state} (by-weight)",
            "VirtualService" when state.Contains('→') => $"{state} (by-match)",
            "DestinationRule" when state.Any(char.IsDigit) || state.Contains(',') => $"{state} (by-label)",
            _ => state,
        };
    }
}
