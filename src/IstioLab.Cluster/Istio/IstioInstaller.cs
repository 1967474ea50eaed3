using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tools;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace IstioLab.Cluster.Istio;

/// <summary>Installs Istio with istioctl and tells meanwhile which pod it waits for.</summary>
internal sealed class IstioInstaller(Istioctl istioctl, IKubernetes client, TimeProvider time, Action<string> report)
{
    private const string Namespace = "istio-system";
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_webhook = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_slack = TimeSpan.FromMinutes(2);

    /// <summary>What it is doing.</summary>
    public string State { get; private set; } = "";

    /// <exception cref="ClusterFailedException">It did not install; the message has the failing container's reason.</exception>
    public async Task InstallAsync(IstioInstallOptions options, CancellationToken cancellationToken)
    {
        var overlay = Path.Combine(options.Folder, IstioOverlay.FileName);
        PrivateFiles.WriteText(overlay, IstioOverlay.Write(options));
        await PrecheckAsync(cancellationToken);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = WatchAsync(done.Token);
        try
        {
            await istioctl.RunAsync(
                IstioctlCommands.Install(overlay, options.Timeout), line => Note(line.Text), options.Timeout + s_slack, cancellationToken);
            await WaitForWebhookAsync(cancellationToken);
        }
        catch (Exception failed) when (failed is ToolFailedException or ToolTimeoutException)
        {
            throw new ClusterFailedException(await ExplainAsync(failed.Message, cancellationToken), failed);
        }
        finally
        {
            await done.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Removes what <see cref="InstallAsync"/> installed with the same overlay.</summary>
    public Task UninstallAsync(string folder, CancellationToken cancellationToken) => istioctl.RunAsync(
        IstioctlCommands.Uninstall(Path.Combine(folder, IstioOverlay.FileName)), line => Note(line.Text), TimeSpan.FromMinutes(3), cancellationToken);

    private void Note(string line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            State = line.Trim();
        }
    }

    private async Task PrecheckAsync(CancellationToken cancellationToken)
    {
        State = "istioctl x precheck";
        try
        {
            await istioctl.RunAsync(IstioctlCommands.Precheck, null, TimeSpan.FromMinutes(1), cancellationToken);
        }
        catch (ToolFailedException refused)
        {
            // The installation decides; what the check found helps to understand it.
            report($"istioctl's precheck has remarks: {refused.ErrorOutput}");
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(s_look, time);
        while (await tick.WaitForNextTickAsync(cancellationToken))
        {
            if (await PodsAsync(cancellationToken) is { Count: > 0 } pods && PodTrouble.Find(pods) is { } trouble)
            {
                State = trouble;
            }
        }
    }

    // A pod is ready a moment before its webhook may be called: the API server needs the endpoint and the authority that signed it.
    private async Task WaitForWebhookAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await WebhookIsReadyAsync(cancellationToken))
        {
            State = "waiting for Istio's injector";
            if (time.GetElapsedTime(started) > s_webhook)
            {
                throw new ClusterFailedException("Istio is installed, but its injector has no certificate authority or no endpoint after 60 s. See 'kubectl -n istio-system logs deploy/istiod'.");
            }

            await Task.Delay(s_look, time, cancellationToken);
        }
    }

    private async Task<bool> WebhookIsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var slices = await client.DiscoveryV1.ListNamespacedEndpointSliceAsync(
                Namespace, labelSelector: "kubernetes.io/service-name=istiod", cancellationToken: cancellationToken);
            if (!slices.Items.Any(slice => slice.Endpoints.Any(endpoint => endpoint.Conditions?.Ready != false)))
            {
                return false;
            }

            var hooks = await client.AdmissionregistrationV1.ListMutatingWebhookConfigurationAsync(
                labelSelector: "app=sidecar-injector", cancellationToken: cancellationToken);
            return hooks.Items.SelectMany(hook => hook.Webhooks ?? []).All(hook => hook.ClientConfig?.CaBundle is { Length: > 0 });
        }
        catch (HttpOperationException absent) when (absent.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            // The server keeps no webhooks: injection is done without one.
            return true;
        }
    }

    private async Task<string> ExplainAsync(string message, CancellationToken cancellationToken)
    {
        var pods = await PodsAsync(cancellationToken);
        var trouble = PodTrouble.Find(pods);
        var advice = KnownFailures.Advise($"{trouble}\n{message}");
        return string.Join('\n', new[]
        {
            trouble is null ? "Istio was not installed." : $"Istio was not installed: {trouble}.",
            advice,
            await EventsAsync(cancellationToken),
            message,
        }.Where(part => part is { Length: > 0 }));
    }

    private async Task<string> EventsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var events = await client.CoreV1.ListNamespacedEventAsync(Namespace, fieldSelector: "type=Warning", cancellationToken: cancellationToken);
            return string.Join('\n', events.Items.TakeLast(5).Select(found => $"  {found.InvolvedObject.Kind}/{found.InvolvedObject.Name}: {found.Reason}: {found.Message}"));
        }
        catch (Exception refused) when (refused is HttpRequestException or HttpOperationException or IOException)
        {
            return "";
        }
    }

    private async Task<IList<V1Pod>> PodsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await client.CoreV1.ListNamespacedPodAsync(Namespace, cancellationToken: cancellationToken)).Items;
        }
        catch (Exception refused) when (refused is HttpRequestException or HttpOperationException or IOException)
        {
            return [];
        }
    }
}
