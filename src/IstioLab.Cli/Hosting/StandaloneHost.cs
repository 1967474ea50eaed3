using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Rendering;
using IstioLab.Cluster.Dashboards;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Telemetry;
using IstioLab.Labs.Definitions;

namespace IstioLab.Cli.Hosting;

/// <summary>
/// The environment of <c>up</c>, from the lock to the last file that is removed:
/// 1. lock the name and clear what a crash left; 2. start the cluster; 3. begin the lab; 4. say that it is ready; 5. start the dashboard;
/// 6. wait for Ctrl+C or <c>down</c>; 7. end everything in the opposite order.
/// </summary>
internal sealed class StandaloneHost(CommandContext context, UpOptions options)
{
    private const string PortFile = "port";

    private readonly EnvironmentFolder _folder = context.Folder;
    private readonly EnvironmentRegistry _registry = context.Registry;
    private readonly TimeProvider _time = context.Services.Time;

    /// <summary>Runs it to its end.</summary>
    /// <param name="lab">The lab; null for none.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<int> RunAsync(LabDefinition? lab, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        using var held = _folder.TryLock() ?? throw AlreadyRunning();
        foreach (var found in await new Leftovers(context, _folder, Say).ClearAsync())
        {
            Say(context.Pick($"Cleared what an earlier process left: {found}.", $"已清理之前的进程遗留：{found}。"));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var control = ControlServer.Start(_folder.ControlSocketPath, stop.Cancel);
        var record = new EnvironmentRecord
        {
            Name = _folder.Name,
            Cluster = options.Cluster.Kind,
            Process = ProcessIdentity.Current,
            State = "starting",
            Istio = options.Cluster.Istio,
            Keep = options.Cluster.Keep,
            Tools = options.Cluster.Tools is { } tools ? Path.GetFullPath(tools) : null,
            ControlSocket = control.SocketPath,
            ControlToken = control.Token,
        };
        _registry.Write(record);
        try
        {
            await RunEnvironmentAsync(record, lab, started, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl+C and `down` are how it ends.
        }
        finally
        {
            _registry.Clear();
        }

        Say(context.Pick($"Environment '{_folder.Name}' has ended.", $"环境 '{_folder.Name}' 已结束。"));
        return ExitCode.Done;
    }

    private async Task RunEnvironmentAsync(EnvironmentRecord record, LabDefinition? lab, long started, CancellationToken stop)
    {
        var lastPort = _folder.ReadText(PortFile);
        await using var environment = await LabEnvironment.StartAsync(
            context, _folder, options with { ToolStarted = pid => Remember(record, pid) }, Say, stop);
        RemarkOnPort(lastPort, _folder.ReadText(PortFile));
        if (lab is not null)
        {
            await environment.BeginAsync(lab, stop);
            _registry.WriteLab(new LabProgress(lab.Name, 1));
        }

        var live = new LiveRecord(_registry, record);
        record = live.Change(current => environment.Describe(current) with { State = "ready" });
        var changed = () => { live.Change(current => current with { Gateways = environment.Cluster.Gateways }); };
        var failing = () => { live.Change(current => current with { TelemetryProblem = environment.TelemetryProblem }); };
        environment.Cluster.GatewaysChanged += changed;
        environment.TelemetryChanged += failing;

        // On a cluster of somebody's own, labs of others may run beside this one.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var following = options.Cluster.Kind == ClusterKinds.Current ? Task.CompletedTask : new LabFollower(_registry, _time).RunAsync(environment.Api, end.Token);
        try
        {
            UpText.WriteReady(context, options, record, lab, _time.GetElapsedTime(started));
            await RunReadyAsync(environment, live, lab, stop);
        }
        finally
        {
            await end.CancelAsync();
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            environment.Cluster.GatewaysChanged -= changed;
            environment.TelemetryChanged -= failing;
        }
    }

    // A tool that outlives a killed process would go on making what the next start clears.
    private void Remember(EnvironmentRecord record, int pid)
    {
        if (ProcessIdentity.Of(pid) is { } tool)
        {
            _registry.Write(record with { Children = [tool] });
        }
    }

    private async Task RunReadyAsync(LabEnvironment environment, LiveRecord live, LabDefinition? lab, CancellationToken stop)
    {
        await using var dashboard = options.Dashboard ? await LaunchDashboardAsync(environment, stop) : null;
        if (!options.Dashboard)
        {
            SendTelemetry(environment);
        }

        if (dashboard is not null)
        {
            live.Change(current => current with
            {
                Dashboard = dashboard.LoginUrl,
                Children = dashboard.Process is { } child ? [child] : [],
            });
            Say(context.Pick($"Dashboard: {dashboard.LoginUrl}", $"仪表板：{dashboard.LoginUrl}"));
        }

        if (lab is not null && environment.Relayed is { } relayed && await relayed.CheckAsync(lab, stop) is { } verdict)
        {
            Say(context.Pick("Telemetry: ", "遥测：") + verdict.Text);
            if (verdict.Remedy is { } remedy)
            {
                Say(remedy);
            }

            live.Change(current => current with { TelemetryProblem = verdict.Passed ? null : $"{verdict.Text} {verdict.Remedy}" });
        }

        Say(options.Detached
            ? context.Pick($"Ends with './lab down{context.NameArgument}'.", $"用 './lab down{context.NameArgument}' 结束。")
            : context.Pick("Ctrl+C ends it.", "按 Ctrl+C 结束。"));
        live.Change(current => current with { Complete = true, Gateways = environment.Cluster.Gateways });

        await new IdleMemory(_time).WatchAsync(stop);
    }

    /// <summary>An environment without a dashboard of its own may be a part of something that has one, such as an Aspire AppHost.</summary>
    private void SendTelemetry(LabEnvironment environment)
    {
        if (OtlpVariables.Read(context.Services.Variable, out var problem) is { } target)
        {
            environment.SendTelemetryTo(target);
        }
        else if (problem is not null)
        {
            Say(problem);
        }
    }

    private Task<LabDashboard?> LaunchDashboardAsync(LabEnvironment environment, CancellationToken stop)
    {
        var dashboardOptions = new DashboardOptions
        {
            InstallFolder = Path.Combine(context.Services.Home.Folder, "tools"),
            ToolFolder = options.Cluster.Tools,
            ApplicationName = $"IstioLab {_folder.Name} ({environment.Cluster.Kind})",
        };
        return LabDashboard.StartAsync(environment, _folder.Name, environment.Labs.LoadAll(), dashboardOptions, _time, new ProgressLines(context).Report, stop);
    }

    private void RemarkOnPort(string? last, string? now)
    {
        if (last is not null && now is not null && last.Trim() != now.Trim())
        {
            Say(context.Pick(
                $"Port '{last.Trim()}' of the API server is in use by another program; it is '{now.Trim()}' now. The kubeconfig has it already.",
                $"API 服务器的端口 '{last.Trim()}' 被其他程序占用，现在使用 '{now.Trim()}'。kubeconfig 已更新。"));
        }
    }

    private CliException AlreadyRunning()
    {
        var option = _folder.Name == EnvironmentName.Default ? "" : $" --name {_folder.Name}";
        var pid = _registry.FindRunning()?.Process.Pid;
        return new CliException(ExitCode.No, context.Pick(
            $"Environment '{_folder.Name}' is already running{(pid is null ? "" : $" (pid {pid})")}. './lab status{option}' shows it, './lab down{option}' ends it; "
                + "'--name' starts another beside it.",
            $"环境 '{_folder.Name}' 已在运行{(pid is null ? "" : $"（pid {pid}）")}。'./lab status{option}' 查看，'./lab down{option}' 结束；用 '--name' 可以再启动一个。"));
    }

    private void Say(string text) => context.Out.WriteLine(text);
}
