using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace IstioLab.Cli.CommandLine;

/// <summary>The usual help, and after it lines that can be typed.</summary>
internal sealed class ExamplesHelp(HelpAction help, IReadOnlyDictionary<string, string[]> examples) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command.Name, out var lines))
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in lines)
            {
                output.WriteLine($"  {line}");
            }

            output.WriteLine();
        }

        return code;
    }
}
