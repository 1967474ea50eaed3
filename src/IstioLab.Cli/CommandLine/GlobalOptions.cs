using System.CommandLine;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cli.CommandLine;

/// <summary>The options that every command has.</summary>
internal sealed class GlobalOptions
{
    public Option<string> Name { get; } = new("--name")
    {
        Description = "The environment; names keep environments apart",
        DefaultValueFactory = _ => EnvironmentName.Default,
        HelpName = "NAME",
        Recursive = true,
    };

    public Option<string?> Namespace { get; } = new("--namespace", "-n")
    {
        Description = "The Kubernetes namespace",
        HelpName = "NAMESPACE",
        Recursive = true,
    };

    public Option<string?> Language { get; } = new("--lang")
    {
        Description = "The language of texts for people: en or zh; the locale's unless given",
        HelpName = "en|zh",
        Recursive = true,
    };

    public GlobalOptions()
    {
        Language.AcceptOneOf("en", "zh");
        Name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } name && EnvironmentName.Check(name) is { } problem)
            {
                result.AddError(problem);
            }
        });
    }

    public void AddTo(Command root)
    {
        root.Options.Add(Name);
        root.Options.Add(Namespace);
        root.Options.Add(Language);
    }
}
