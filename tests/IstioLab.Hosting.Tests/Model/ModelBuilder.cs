using Aspire.Hosting;

namespace IstioLab.Hosting.Tests.Model;

/// <summary>A builder for tests that look at the model and start nothing.</summary>
internal static class ModelBuilder
{
    public static IDistributedApplicationBuilder Create(params string[] arguments) => DistributedApplication.CreateBuilder(new DistributedApplicationOptions
    {
        Args = arguments,
        AssemblyName = typeof(ModelBuilder).Assembly.GetName().Name,
        DisableDashboard = true,
    });
}
