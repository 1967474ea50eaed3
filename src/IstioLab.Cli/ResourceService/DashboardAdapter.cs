using Grpc.Core;
using IstioLab.Labs.Resources;

namespace IstioLab.Cli.ResourceService;

/// <summary>Serves the neutral resources to the Aspire dashboard, which is the client of this service.</summary>
internal sealed class DashboardAdapter(ResourceServiceOptions options, ResourceHub hub, ResourceLogs logs, InteractionDesk desk, CommandDialog commands)
    : Wire.DashboardService.DashboardServiceBase
{
    public override Task<Wire.About> GetApplicationInformation(Wire.AboutRequest request, ServerCallContext context) =>
        Task.FromResult(new Wire.About { ApplicationName = options.ApplicationName });

    public override async Task WatchResources(
        Wire.ResourcesRequest request, IServerStreamWriter<Wire.ResourcesUpdate> responseStream, ServerCallContext context)
    {
        using var subscription = hub.Subscribe();
        var names = subscription.Initial.ToDictionary(resource => resource.Name, resource => resource.DisplayName, StringComparer.Ordinal);
        var everything = new Wire.Everything();
        everything.Resources.AddRange(subscription.Initial.Select(Map));
        await responseStream.WriteAsync(new Wire.ResourcesUpdate { Everything = everything }, context.CancellationToken);
        try
        {
            await foreach (var changes in subscription.Changes.ReadAllAsync(context.CancellationToken))
            {
                foreach (var change in changes)
                {
                    _ = change.Resource is { } present ? names[change.Name] = present.DisplayName : names.Remove(change.Name, out var gone) ? gone : null;
                }

                var update = new Wire.Changes();
                update.Changes_.AddRange(changes.Select(change => change.Resource is { } present
                    ? new Wire.Change { Resource = Map(present) }
                    : new Wire.Change { Removal = new Wire.Removal { Resource = change.Name, ResourceKind = change.Type } }));
                await responseStream.WriteAsync(new Wire.ResourcesUpdate { Changes = update }, context.CancellationToken);
            }
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The dashboard has closed the call.
        }

        Wire.Resource Map(LabResource resource) => ResourceMapper.Map(resource, names.GetValueOrDefault);
    }

    public override async Task WatchResourceConsoleLogs(
        Wire.LogRequest request, IServerStreamWriter<Wire.LogUpdate> responseStream, ServerCallContext context)
    {
        var number = 0;
        try
        {
            await foreach (var lines in logs.ReadAsync(request.Resource, follow: !request.OnlyPresent, context.CancellationToken))
            {
                var update = new Wire.LogUpdate();
                update.Lines.AddRange(lines.Select(line => new Wire.LogLine { Text = line.Text, Number = ++number }));
                await responseStream.WriteAsync(update, context.CancellationToken);
            }
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    public override Task<Wire.CommandAnswer> ExecuteResourceCommand(Wire.CommandRequest request, ServerCallContext context) =>
        commands.ExecuteAsync(request, context.CancellationToken);

    public override async Task WatchInteractions(
        IAsyncStreamReader<Wire.InteractionReply> requestStream, IServerStreamWriter<Wire.Interaction> responseStream, ServerCallContext context)
    {
        var questions = desk.Join(out var leave);
        try
        {
            await context.WriteResponseHeadersAsync([]);
            var replies = TakeRepliesAsync(requestStream, context.CancellationToken);
            await foreach (var question in questions.ReadAllAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(question, context.CancellationToken);
            }

            await replies;
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The browser was closed.
        }
        finally
        {
            leave();
        }
    }

    private async Task TakeRepliesAsync(IAsyncStreamReader<Wire.InteractionReply> requests, CancellationToken cancellationToken)
    {
        try
        {
            while (await requests.MoveNext(cancellationToken))
            {
                desk.Reply(requests.Current);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or RpcException)
        {
            // The dashboard has closed its half.
        }
    }
}
