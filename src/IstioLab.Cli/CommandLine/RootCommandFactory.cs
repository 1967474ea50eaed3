using System.CommandLine;
using System.CommandLine.Help;
using IstioLab.Cli.Commands;

namespace IstioLab.Cli.CommandLine;

/// <summary>Puts the commands together.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create(CliServices services)
    {
        var options = new GlobalOptions();
        var runner = new CommandRunner(services, options);
        var root = new RootCommand("IstioLab: a local Istio lab. './lab up' starts it, './lab run' guides you through it.");
        root.Options.Remove(root.Options.Single(option => option is VersionOption));
        options.AddTo(root);
        foreach (var command in Commands(runner))
        {
            root.Subcommands.Add(command);
        }

        HelpTranslation.Apply(root);
        UseExamples(root);
        return root;
    }

    private static IEnumerable<Command> Commands(CommandRunner runner) =>
    [
        UpCommand.Create(runner),
        DownCommand.Create(runner),
        StatusCommand.Create(runner),
        KubeconfigCommand.Create(runner),
        EnvCommand.Create(runner),
        ListCommand.Create(runner),
        RunCommand.Create(runner),
        ResetCommand.Create(runner),
        CheckCommand.Create(runner),
        VerifyCommand.Create(runner),
        CurlCommand.Create(runner),
        ExplainCommand.Create(runner),
        ValidateCommand.Create(runner),
        AnalyzeCommand.Create(runner),
        KubeInjectCommand.Create(runner),
        ProxyStatusCommand.Create(runner),
        ProxyConfigCommand.Create(runner),
        VersionCommand.Create(runner),
        CompareCommand.Create(runner),
        DoctorCommand.Create(runner),
        CompletionCommand.Create(runner),
    ];

    private static void UseExamples(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        foreach (var alias in help.Aliases.Where(alias => alias != "-h").ToList())
        {
            help.Aliases.Remove(alias);
        }

        if (help.Action is HelpAction usual)
        {
            help.Action = new ExamplesHelp(usual, Examples.ByCommand);
        }
    }
}
