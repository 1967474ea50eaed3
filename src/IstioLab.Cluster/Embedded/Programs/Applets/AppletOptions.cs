using System.Globalization;

namespace IstioLab.Cluster.Embedded.Programs.Applets;

/// <summary>Options of one letter, as getopt reads them.</summary>
internal sealed class AppletOptions
{
    private readonly List<(char Letter, string? Value)> _options = [];

    private AppletOptions()
    {
    }

    /// <summary>What is not an option.</summary>
    public List<string> Operands { get; } = [];

    /// <summary>Reads the arguments of a program.</summary>
    /// <param name="context">The program.</param>
    /// <param name="letters">Known options; a colon marks one with a value; a leading '+' stops at the first operand.</param>
    /// <exception cref="AppletException">An option is unknown or lacks its value.</exception>
    public static AppletOptions Parse(ProgramContext context, string letters)
    {
        var options = new AppletOptions();
        var arguments = context.Arguments;
        var ordered = letters.StartsWith('+');
        for (var i = 1; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--")
            {
                options.Operands.AddRange(arguments.Skip(i + 1));
                break;
            }
            if (argument is not ['-', _, ..])
            {
                options.Operands.Add(argument);
                if (!ordered)
                    continue;
                options.Operands.AddRange(arguments.Skip(i + 1));
                break;
            }
            if (argument.StartsWith("--", StringComparison.Ordinal))
                throw new AppletException($"unrecognized option: {argument[2..]}");
            options.ReadLetters(argument, letters, arguments, ref i);
        }
        return options;
    }

    /// <summary>Whether an option is given.</summary>
    public bool Has(char letter) => _options.Exists(option => option.Letter == letter);

    /// <summary>Last value of an option.</summary>
    public string? Value(char letter) => _options.FindLast(option => option.Letter == letter).Value;

    /// <summary>All values of an option.</summary>
    public IEnumerable<string> Values(char letter) => _options.Where(option => option.Letter == letter).Select(option => option.Value!);

    /// <summary>Value of an option as a number.</summary>
    /// <exception cref="AppletException">It is none.</exception>
    public long? Number(char letter) => Value(letter) is { } text ? ParseNumber(text) : null;

    /// <summary>A number with an optional suffix k or m.</summary>
    /// <exception cref="AppletException">It is none.</exception>
    public static long ParseNumber(string text)
    {
        var factor = text is [.., 'k' or 'K'] ? 1024 : text is [.., 'm' or 'M'] ? 1024 * 1024 : 1;
        return long.TryParse(factor == 1 ? text : text[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number * factor
            : throw new AppletException($"invalid number '{text}'");
    }

    private void ReadLetters(string argument, string letters, IReadOnlyList<string> arguments, ref int index)
    {
        for (var j = 1; j < argument.Length; j++)
        {
            var at = argument[j] is ':' or '+' ? -1 : letters.IndexOf(argument[j], StringComparison.Ordinal);
            if (at < 0)
                throw new AppletException($"unrecognized option: {argument[j]}");
            if (at + 1 >= letters.Length || letters[at + 1] != ':')
            {
                _options.Add((argument[j], null));
                continue;
            }
            if (j + 1 < argument.Length)
                _options.Add((argument[j], argument[(j + 1)..]));
            else if (++index < arguments.Count)
                _options.Add((argument[j], arguments[index]));
            else
                throw new AppletException($"option requires an argument: {argument[j]}");
            return;
        }
    }
}
