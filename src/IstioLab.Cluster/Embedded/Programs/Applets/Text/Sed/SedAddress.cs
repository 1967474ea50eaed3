using System.Text.RegularExpressions;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text.Sed;

/// <summary>A line of the input.</summary>
/// <param name="Number">Its number; 0 is the last one.</param>
/// <param name="Pattern">Or what it has to match.</param>
internal sealed record SedAddress(int Number, Regex? Pattern)
{
    /// <summary>Whether it is this line.</summary>
    public bool Is(int number, string line, bool last) => Pattern?.IsMatch(line) ?? (Number == 0 ? last : Number == number);
}
