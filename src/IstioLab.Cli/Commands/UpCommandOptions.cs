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

    private readonly Option<string> _istio = new("--istio")
    {
        Description = "The Istio release to follow",
        HelpName = "1.30|1.17",
        DefaultValueFactory = _ => "1.30",
    };

    private readonly Option<string?> _tools = new("--tools") { Description = "A folder that is searched for tools before the PATH", HelpName = "DIR" };

    private readonly Option<string?> _context = new("--context") { Description = "The kubeconfig's context, for '--cluster current'", HelpName = "CONTEXT" };

    private readonly Option<string?> _kubernetes = new("--kubernetes") { Description = "The Kubernetes release, for '--cluster k3d'", HelpName = "VERSION" };

    private readonly Option<bool> _keep = new("--keep") { Description = "Keeps what a failed start made, for '--cluster k3d' and 'current'" };

    private readonly Option<bool> _yes = new("--yes") { Description = "Asks nothing, for '--cluster current'" };

    public UpCommandOptions(CliServices services)
    {
        _dashboard.AcceptOneOf("auto", None);
        _istio.AcceptOneOf("1.30", "1.17");
        _lab.CompletionSources.Add(_ => services.Labs.Names.Append(None).Select(name => new CompletionItem(name)));
        _grace.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && DurationText.Parse(text) is null)
            {
                result.AddError($"--grace '{text}' must be a duration from 0s to 60m, such as '1s' or '500ms'.");
            }
        });
    }

    public Option<string> Cluster { get; } = ClusterChoice.Option();

    public Option<bool> Detach { get; } = new("--detach") { Description = "Goes on in the background and returns when it is ready" };

    public void AddTo(Command command)
    {
        Option[] options = [Cluster, _context, _lab, _dashboard, Detach, _grace, _seed, _istio, _kubernetes, _keep, _yes, _tools];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public UpOptions Read(CommandContext context)
    {
        var arguments = context.Arguments;
        if (arguments.GetValue(_kubernetes) is { } kubernetes)
        {
            throw new CliException(ExitCode.Usage, $"--kubernetes '{kubernetes}' is for '--cluster k3d': the embedded cluster has one release. Leave it out.");
        }

        if (arguments.GetValue(_context) is { } kubeContext)
        {
            throw new CliException(ExitCode.Usage, $"--context '{kubeContext}' is for '--cluster current': the embedded cluster has its own kubeconfig. Leave it out.");
        }

        var lab = arguments.GetRequiredValue(_lab);
        return new UpOptions
        {
            Lab = lab == None ? null : lab,
            Dashboard = arguments.GetValue(_dashboard) != None,
            Grace = DurationText.Parse(arguments.GetRequiredValue(_grace)) ?? TimeSpan.FromSeconds(1),
            Seed = arguments.GetValue(_seed),
            Istio = arguments.GetRequiredValue(_istio),
            Tools = arguments.GetValue(_tools),
            Detached = context.Services.Variable(DetachedStart.Variable) is not null,
        };
    }
}
