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
        var code = help.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command.Name, out var lines))
        {
            var output = parseResult.InvocationConfiguration.Output;
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
