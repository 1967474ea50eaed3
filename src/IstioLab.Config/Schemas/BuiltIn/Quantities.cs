using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IstioLab.Config.Schemas.BuiltIn;

/// <summary>Amounts of CPU and memory. See https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/</summary>
internal static partial class Quantities
{
    /// <summary>What the API server says of a text that is no quantity.</summary>
    public const string Rule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    public static bool IsQuantity(JsonNode? value) => TryParse(value, out _);

    public static bool TryParse(JsonNode? value, out double amount)
    {
        amount = 0;
        var match = Pattern().Match(Text(value));
        if (!match.Success || !double.TryParse(match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var suffix = match.Groups[2].Value;
        amount = number * Factor(suffix);
        return !double.IsNaN(amount);
    }

    public static string Text(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => value.ToJsonString(),
        _ => "",
    };

    private static double Factor(string suffix) => suffix switch
    {
        "" => 1,
        "n" => 1e-9,
        "u" => 1e-6,
        "m" => 1e-3,
        "k" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        "T" => 1e12,
        "P" => 1e15,
        "E" => 1e18,
        "Ki" => Math.Pow(2, 10),
        "Mi" => Math.Pow(2, 20),
        "Gi" => Math.Pow(2, 30),
        "Ti" => Math.Pow(2, 40),
        "Pi" => Math.Pow(2, 50),
        "Ei" => Math.Pow(2, 60),
        _ when suffix[0] is 'e' or 'E' && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) => Math.Pow(10, power),
        _ => double.NaN,
    };

    [GeneratedRegex(@"^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
