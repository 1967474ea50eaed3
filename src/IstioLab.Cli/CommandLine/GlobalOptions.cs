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

    public Option<string?> Language { get; } = new(CommandLine.Language.Option)
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
                result.AddError(CommandLine.Language.Current.Pick(problem, name == EnvironmentName.Reserved
                    ? $"环境名 '{name}' 已用于存放工具的目录，请换一个：'--name team-a'。"
                    : $"环境名 '{name}' 必须由 1 到 {EnvironmentName.MaximumLength} 个小写字母、数字或 '-' 组成，并以字母或数字开头和结尾：'--name team-a'。"));
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
