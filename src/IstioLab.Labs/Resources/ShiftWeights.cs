using System.Globalization;

namespace IstioLab.Labs.Resources;

/// <summary>Works out the weights that a person means: all of them, or some, and the rest goes to the others.</summary>
internal static class ShiftWeights
{
    public const string Rule = "A whole number from 0 to 100. All weights add up to 100; an empty one takes its part of the rest.";

    /// <summary>Reads weights.</summary>
    /// <param name="versions">The versions with their present shares.</param>
    /// <param name="given">What was typed for each; empty for nothing.</param>
    /// <returns>The weights, or the rules that what was typed breaks.</returns>
    public static (IReadOnlyList<int>? Weights, IReadOnlyList<string> Problems) Read(IReadOnlyList<RouteVersion> versions, IReadOnlyList<string> given)
    {
        var problems = versions.Zip(given)
            .Where(pair => pair.Second.Length > 0 && (!int.TryParse(pair.Second, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) || number is < 0 or > 100))
            .Select(pair => $"Weight '{pair.Second}' of '{pair.First.Name}' must be a whole number from 0 to 100.")
            .ToList();
        if (problems.Count > 0)
        {
            return (null, problems);
        }

        var typed = given.Select(text => text.Length > 0 ? int.Parse(text, CultureInfo.InvariantCulture) : (int?)null).ToList();
        var sum = typed.Sum() ?? 0;
        if (sum > 100 || (sum < 100 && typed.TrueForAll(weight => weight is not null)))
        {
            return (null, [$"Weights {Words(versions, typed)} add up to {sum}; they must add up to 100. Type for example {Example(versions, typed)}: an empty weight takes the rest."]);
        }

        return (Fill(versions, typed, 100 - sum), []);
    }

    /// <summary>Divides the rest among those without a weight: as they divide it now, else alike.</summary>
    private static List<int> Fill(IReadOnlyList<RouteVersion> versions, List<int?> typed, int rest)
    {
        var open = Enumerable.Range(0, typed.Count).Where(index => typed[index] is null).ToList();
        var present = open.Sum(index => versions[index].Weight);
        var weights = typed.Select(weight => weight ?? 0).ToList();
        var left = rest;
        foreach (var index in open.SkipLast(1))
        {
            var share = present > 0 ? versions[index].Weight / present : 1.0 / open.Count;
            weights[index] = Math.Min(left, (int)Math.Round(rest * share, MidpointRounding.AwayFromZero));
            left -= weights[index];
        }

        if (open.Count > 0)
        {
            weights[open[^1]] = left;
        }

        return weights;
    }

    private static string Words(IReadOnlyList<RouteVersion> versions, List<int?> typed) =>
        string.Join(" and ", versions.Zip(typed).Where(pair => pair.Second is not null).Select(pair => $"'{pair.First.Name} {pair.Second}'"));

    private static string Example(IReadOnlyList<RouteVersion> versions, List<int?> typed)
    {
        var last = Math.Min(typed.FindLast(weight => weight is not null) ?? 0, 100);
        return $"'{versions[^1].Name} {last}' alone";
    }
}
