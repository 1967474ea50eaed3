using System.CommandLine;

namespace IstioLab.Cli.CommandLine;

/// <summary>Options whose values are known.</summary>
internal static class OptionChoices
{
    /// <summary>Completes the values and refuses others by the option's name.</summary>
    public static void AcceptOneOf<T>(this Option<T> option, params string[] values)
    {
        option.CompletionSources.Add(values);
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !values.Contains(token.Value, StringComparer.Ordinal)))
            {
                result.AddError($"{option.Name} '{token.Value}' must be {Words(values)}.");
            }
        });
    }

    private static string Words(string[] values)
    {
        var quoted = Array.ConvertAll(values, value => $"'{value}'");
        return quoted.Length == 1 ? quoted[0] : $"{string.Join(", ", quoted[..^1])} or {quoted[^1]}";
    }
}
