using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace IstioLab.Hosting.Tests.Run;

/// <summary>An AppHost with a k3d cluster on a machine without Docker: the cluster's process finds no tool but .NET.</summary>
internal static class NoDocker
{
    public static async Task<DistributedApplication> StartAsync(string home, CancellationToken cancellationToken)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([$"--ISTIOLAB_HOME={home}", "--IstioLab:Cluster=k3d"], cancellationToken);
        var tools = Directory.CreateDirectory(Path.Combine(home, "path")).FullName;
        File.CreateSymbolicLink(Path.Combine(tools, "dotnet"), Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : FindDotnet());
        builder.CreateResourceBuilder(builder.Resources.OfType<IstioLabClusterResource>().Single())
            .WithEnvironment("PATH", tools)
            .WithEnvironment("DOCKER_HOST", "unix:///nonexistent/docker.sock");
        var app = await builder.BuildAsync(cancellationToken);
        await app.StartAsync(cancellationToken).WaitAsync(RunningAppHost.Patience, cancellationToken);
        return app;
    }

    public static async Task<string> LogAsync(DistributedApplication app, string name, CancellationToken cancellationToken)
    {
        Assert.True(app.ResourceNotifications.TryGetCurrentState(name, out var state));
        var text = new StringBuilder();
        await foreach (var lines in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(state.ResourceId).WithCancellation(cancellationToken))
        {
            foreach (var line in lines)
            {
                text.AppendLine(line.Content);
            }
        }

        return text.ToString();
    }

    private static string FindDotnet() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "dotnet"))
        .First(File.Exists);
}
