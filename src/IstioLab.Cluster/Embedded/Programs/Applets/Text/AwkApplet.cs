using System.Text;
using System.Text.RegularExpressions;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text;

/// <summary><c>awk [-F separator] '[/pattern/] {print …}'</c>: printing fields, which is what people use it for in a lab.</summary>
internal static partial class AwkApplet
{
    /// <summary>Runs it; any other program is refused by name.</summary>
    public static async ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "+F:v:");
        if (options.Operands.Count == 0)
            throw new AppletException("usage: awk [-F SEP] '[/PATTERN/] {print FIELD, ...}' [FILE]...");
        var match = Program().Match(options.Operands[0].Trim());
        if (!match.Success)
            throw new AppletException($"unsupported program '{options.Operands[0]}': this awk only prints fields, e.g. '/ok/ {{print $1, $NF}}'", 2);
        var pattern = match.Groups["pattern"].Success ? PosixRegex.Create(PosixRegex.Translate(match.Groups["pattern"].Value, true), false) : null;
        var items = match.Groups["items"].Success ? match.Groups["items"].Value.Trim() : "$0";
        var status = 0;
        var number = 0;
        List<string> files = [.. options.Operands.Skip(1)];
        await foreach (var line in AppletInput.LinesAsync(context, files, code => status = code, cancellationToken))
        {
            number++;
            if (pattern?.IsMatch(line) == false)
                continue;
            var fields = options.Value('F') is { } separator
                ? line.Split(separator == "\\t" ? "\t" : separator)
                : line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            context.Out.WriteLine(Format(items.Length == 0 ? "$0" : items, line, fields, number));
            await context.FlushAsync(cancellationToken);
        }
        return status;
    }

    private static string Format(string items, string line, string[] fields, int number)
    {
        var result = new StringBuilder();
        foreach (Match item in Items().Matches(items))
        {
            result.Append(item.Value switch
            {
                "$0" => line,
                "$NF" => fields.Length == 0 ? "" : fields[^1],
                "NF" => fields.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "NR" => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ['$', .. var index] => int.TryParse(index, out var at) && at <= fields.Length ? fields[at - 1] : "",
                ['"', .. var text, '"'] => text.Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal),
                [',', ..] => " ",
                _ => "",
            });
        }
        return result.ToString();
    }

    [GeneratedRegex("""^(/(?<pattern>(?:[^/\\]|\\.)*)/)?\s*(\{\s*print(?<items>(?:\s*(?:\$\d+|\$NF|NF|NR|"[^"]*"|,))*)\s*;?\s*\})?$""", RegexOptions.CultureInvariant)]
    private static partial Regex Program();

    [GeneratedRegex("""\$\d+|\$NF|NF|NR|"[^"]*"|,""", RegexOptions.CultureInvariant)]
    private static partial Regex Items();
}
