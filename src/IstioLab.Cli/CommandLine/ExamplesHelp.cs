using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace IstioLab.Cli.CommandLine;

/// <summary>The usual help, and after it lines that can be typed.</summary>
internal sealed class ExamplesHelp(HelpAction help, IReadOnlyDictionary<string, string[]> examples) : SynchronousCommandLineAction
{
    private const string Note = " # ";

    public override int Invoke(ParseResult parseResult)
    {
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var page = new StringWriter();
        configuration.Output = page;
        var code = help.Invoke(parseResult);
        configuration.Output = output;
        output.Write(HelpTranslation.OfPage(page.ToString()));
        if (examples.TryGetValue(parseResult.CommandResult.Command.Name, out var lines))
        {
            output.WriteLine(HelpTranslation.Of("Examples:"));
            foreach (var line in lines)
            {
                var note = line.IndexOf(Note, StringComparison.Ordinal) + Note.Length;
                output.WriteLine(note < Note.Length ? $"  {line}" : $"  {line[..note]}{HelpTranslation.Of(line[note..])}");
            }

            output.WriteLine();
        }

        return code;
    }
}
