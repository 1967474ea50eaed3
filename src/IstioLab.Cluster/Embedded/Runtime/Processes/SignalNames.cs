using System.Globalization;

namespace IstioLab.Cluster.Embedded.Runtime.Processes;

/// <summary>Names of signals.</summary>
internal static class SignalNames
{
    /// <summary>A signal from its number or its name, with or without SIG.</summary>
    public static Signal? Parse(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Enum.IsDefined((Signal)number) ? (Signal)number : null;
        var name = text.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? text[3..] : text;
        return Enum.TryParse<Signal>(name, ignoreCase: true, out var signal) && Enum.IsDefined(signal) ? signal : null;
    }
}
