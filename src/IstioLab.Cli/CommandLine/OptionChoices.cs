using System.CommandLine;
using System.Globalization;

namespace IstioLab.Cli.CommandLine;

/// <summary>Options and arguments whose values are known, or are numbers within bounds.</summary>
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
                result.AddError(Problem(option.Name, token.Value, values));
            }
        });
    }

    /// <summary>The same for an argument.</summary>
    public static void AcceptOneOf(this Argument<string> argument, params string[] values)
    {
        argument.CompletionSources.Add(values);
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !values.Contains(token.Value, StringComparer.Ordinal)))
            {
                result.AddError(Problem(argument.Name, token.Value, values));
            }
        });
    }

    /// <summary>Refuses what is no whole number within the bounds.</summary>
    public static void AcceptWholeNumber<T>(this Option<T> option, long least = long.MinValue, long most = long.MaxValue) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && (!long.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) || number < least || number > most))
        {
            var en = least == long.MinValue ? "" : most == int.MaxValue ? $", {least} or more" : $" from {least} to {most}";
            var zh = least == long.MinValue ? "" : most == int.MaxValue ? $"，不小于 {least}" : $"，从 {least} 到 {most}";
            result.AddError(Language.Current.Pick($"{option.Name} '{token.Value}' must be a whole number{en}.", $"{option.Name} '{token.Value}' 必须是整数{zh}。"));
        }
    });

    private static string Problem(string name, string value, string[] values)
    {
        var quoted = Array.ConvertAll(values, allowed => $"'{allowed}'");
        string Words(string comma, string or) => quoted.Length == 1 ? quoted[0] : $"{string.Join(comma, quoted[..^1])}{or}{quoted[^1]}";
        return Language.Current.Pick($"{name} '{value}' must be {Words(", ", " or ")}.", $"{name} '{value}' 必须是 {Words("、", " 或 ")}。");
    }
}
