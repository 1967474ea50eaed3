using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace IstioLab.Hosting.Tests.Model;

public sealed class ManifestModelTests : IDisposable
{
    private readonly IDistributedApplicationBuilder _builder = ModelBuilder.Create();
    private readonly string _folder = Directory.CreateTempSubdirectory("istiolab-manifest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Objects_of_one_name_are_told_apart_by_their_kind()
    {
        Write("1.yaml", """
            apiVersion: v1
            kind: Service
            metadata: {name: pricing, namespace: shop}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: pricing, namespace: shop}
            """);
        Write("2.yaml", """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: pricing, namespace: shop}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: pricing, namespace: shop}
            """);

        _builder.AddEmbeddedCluster("lab").WithManifest(_folder);

        Assert.Equal(
            [("pricing", "Deployment"), ("pricing-dr", "DestinationRule"), ("pricing-svc", "Service"), ("pricing-vs", "VirtualService")],
            _builder.Resources.OfType<KubernetesObjectResource>()
                .Where(resource => resource.Name.StartsWith("pricing", StringComparison.Ordinal))
                .Select(resource => (resource.Name, resource.Kind))
                .Order());
    }

    [Fact]
    public void Mistake_has_file_and_line()
    {
        Write("broken.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: [a}\n");

        var problem = Assert.Throws<FormatException>(() => _builder.AddEmbeddedCluster("lab").WithManifest(Path.Combine(_folder, "broken.yaml")));

        Assert.Contains("broken.yaml:3", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Path_that_is_not_there_is_named()
    {
        var problem = Assert.Throws<FileNotFoundException>(() => _builder.AddEmbeddedCluster("lab").WithManifest("nowhere.yaml"));

        Assert.Contains("'nowhere.yaml'", problem.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
