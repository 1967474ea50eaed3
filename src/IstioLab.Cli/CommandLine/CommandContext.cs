using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Environments;
using IstioLab.Config.Discovery;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Targets;
using Spectre.Console;

namespace IstioLab.Cli.CommandLine;

/// <summary>One invocation of one command.</summary>
internal sealed class CommandContext
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lazy<IAnsiConsole> _console;
    private readonly Lazy<IAnsiConsole> _errorConsole;
    private readonly string? _namespace;

    public CommandContext(CliServices services, ParseResult arguments, GlobalOptions options)
    {
        Services = services;
        Arguments = arguments;
        EnvironmentName = arguments.GetValue(options.Name) ?? Cluster.Environments.EnvironmentName.Default;
        _namespace = arguments.GetValue(options.Namespace);
        Language = Language.Current;
        _console = new Lazy<IAnsiConsole>(services.OpenConsole);
        _errorConsole = new Lazy<IAnsiConsole>(services.OpenErrorConsole);
    }

    public CliServices Services { get; }

    public ParseResult Arguments { get; }

    public Language Language { get; }

    public string EnvironmentName { get; }

    /// <summary>What a command line to type needs after the command to mean this environment; empty for the default one.</summary>
    public string NameArgument => EnvironmentName == Cluster.Environments.EnvironmentName.Default ? "" : $" --name {EnvironmentName}";

    public EnvironmentFolder Folder => Services.Home.Open(EnvironmentName);

    /// <summary>The labs, as the cluster of the running environment gets them.</summary>
    public LabLibrary Labs => Registry.FindRunning() is { } record ? Services.Labs.For(LabTargets.Of(Folder, record, Services.Time)) : Services.Labs;

    public EnvironmentRegistry Registry => new(Folder);

    public TextWriter Out => Services.Out;

    public IAnsiConsole Console => _console.Value;

    public IAnsiConsole ErrorConsole => _errorConsole.Value;

    public string? ExplicitNamespace => _namespace;

    /// <summary>The namespace: the one that was given, else the lab's, else Kubernetes' default.</summary>
    public string Namespace => _namespace ?? LabNamespace() ?? "default";

    /// <summary>Picks the text in the language of this invocation.</summary>
    public string Pick(string en, string zh) => Language.Pick(en, zh);

    /// <summary>A line on standard error, for people.</summary>
    public void Remark(string text) => Services.Error.WriteLine(text);

    /// <summary>JSON on standard output.</summary>
    public void WriteJson(JsonNode json, bool indented = true)
    {
        Out.WriteLine(indented ? json.ToJsonString(s_indented) : json.ToJsonString(new JsonSerializerOptions { Encoder = s_indented.Encoder }));
    }

    /// <summary>The record of the running environment.</summary>
    /// <exception cref="CliException">It does not run.</exception>
    public EnvironmentRecord RequireRunning()
    {
        var record = Registry.FindRunning();
        if (record is { State: "ready" })
        {
            return record;
        }

        var option = NameArgument;
        throw new CliException(ExitCode.Missing, record is null
            ? Pick(
                $"Environment '{EnvironmentName}' is not running. Start it with './lab up{option}' (or './lab up --detach{option}').",
                $"环境 '{EnvironmentName}' 没有运行。请用 './lab up{option}' 启动（或 './lab up --detach{option}' 在后台启动）。")
            : Pick(
                $"Environment '{EnvironmentName}' is still starting. Look again with './lab status{option}'.",
                $"环境 '{EnvironmentName}' 正在启动。稍后用 './lab status{option}' 查看。"));
    }

    /// <summary>Opens the API of the running environment.</summary>
    public KubeApi OpenApi() => KubeApi.Open(RequireRunning().Kubeconfig);

    /// <summary>The release of Istio whose behaviour counts: the running environment's; 1.30 when none runs.</summary>
    public IstioRelease Release => Registry.FindRunning()?.Istio.StartsWith("1.17", StringComparison.Ordinal) == true
        ? IstioRelease.Istio117
        : IstioRelease.Istio130;

    private string? LabNamespace()
    {
        var lab = Registry.FindLab()?.Lab;
        return lab is null ? null : Services.Labs.Load(lab).Lab?.Namespace;
    }
}
