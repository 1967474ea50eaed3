using System.CommandLine;
using System.CommandLine.Completions;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;
using IstioLab.Labs.Definitions;

namespace IstioLab.Cli.Commands;

/// <summary>The options of <c>up</c>.</summary>
internal sealed class UpCommandOptions
{
    private const string None = "none";

    private readonly Option<string> _lab = new("--lab")
    {
        Description = "The active lab, or none",
        HelpName = "LAB",
        DefaultValueFactory = _ => LabLibrary.First,
    };

    private readonly Option<string> _dashboard = new("--dashboard")
    {
        Description = "auto starts the Aspire dashboard when there is one",
        HelpName = "auto|none",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string> _grace = new("--grace")
    {
        Description = "The most that a pod may take to end",
        HelpName = "DURATION",
        DefaultValueFactory = _ => "1s",
    };

    private readonly Option<long> _seed = new("--seed") { Description = "The seed of chance", HelpName = "N", DefaultValueFactory = _ => 1 };

    public UpCommandOptions(CliServices services)
    {
        _dashboard.AcceptOneOf("auto", None);
        _seed.AcceptWholeNumber();
        _lab.CompletionSources.Add(_ => services.Labs.Names.Append(None).Select(name => new CompletionItem(name)));
        _grace.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && DurationText.Parse(text) is null)
            {
                result.AddError(Language.Current.Pick(
                    $"--grace '{text}' must be a duration from 0s to 60m, such as '1s' or '500ms'.",
                    $"--grace '{text}' 必须是 0s 到 60m 的时长，例如 '1s' 或 '500ms'。"));
            }
        });
    }

    public ClusterOptions Cluster { get; } = new();

    public Option<bool> Detach { get; } = new("--detach") { Description = "Goes on in the background and returns when it is ready" };

    public void AddTo(Command command)
    {
        foreach (var option in (IEnumerable<Option>)[.. Cluster.All, _lab, _dashboard, Detach, _grace, _seed])
        {
            command.Options.Add(option);
        }
    }

    public UpOptions Read(CommandContext context)
    {
        var arguments = context.Arguments;
        var lab = arguments.GetRequiredValue(_lab);
        return new UpOptions
        {
            Lab = lab == None ? null : lab,
            Dashboard = arguments.GetValue(_dashboard) != None,
            Grace = DurationText.Parse(arguments.GetRequiredValue(_grace)) ?? TimeSpan.FromSeconds(1),
            Seed = arguments.GetValue(_seed),
            Cluster = Cluster.Read(context),
            Relay = true,
            Detached = context.Services.Variable(DetachedStart.Variable) is not null,
        };
    }
}
