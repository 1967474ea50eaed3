using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Environments;
using IstioLab.Labs.Definitions;

namespace IstioLab.Cli.Tests.CommandLine;

/// <summary>Runs command lines in this process, with a home of their own.</summary>
internal sealed class CommandLineHarness : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("il-cli-").FullName;

    public LabHome Home => new(Path.Combine(_folder, "home"));

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string Input { get; set; } = "";

    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public async Task<CommandOutcome> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var input = new StringReader(Input);
        var services = Services(output, error, input);
        var code = await CommandLineProgram.RunAsync(arguments, services, TestContext.Current.CancellationToken);
        return new CommandOutcome(code, output.ToString(), error.ToString());
    }

    public CliServices Services(TextWriter output, TextWriter error, TextReader input) => new()
    {
        Out = output,
        Error = error,
        In = input,
        IsTerminal = false,
        IsErrorTerminal = false,
        Home = Home,
        Labs = LabLibrary.BuiltIn(),
        Time = TimeProvider.System,
        Variable = Variables.GetValueOrDefault,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
