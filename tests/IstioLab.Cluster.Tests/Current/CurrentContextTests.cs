using IstioLab.Cluster.Current;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tests.Environments;

namespace IstioLab.Cluster.Tests.Current;

public sealed class CurrentContextTests
{
    private const string Staging = """
        apiVersion: v1
        kind: Config
        current-context: staging
        contexts:
        - name: staging
          context: { cluster: one, user: me }
        clusters:
        - name: one
          cluster: { server: https://staging.example:6443, certificate-authority: ca.crt }
        users:
        - name: me
          user: { token: first }
        """;

    private const string Production = """
        apiVersion: v1
        kind: Config
        current-context: production
        contexts:
        - name: production
          context: { cluster: two, user: me }
        clusters:
        - name: two
          cluster: { server: https://production.example }
        users:
        - name: me
          user: { token: second }
        """;

    [Fact]
    public void Current_context_is_extracted_with_paths_that_hold_everywhere()
    {
        using var home = new TemporaryHome();
        var path = Write(home, "config", Staging);

        var context = CurrentContext.Read(null, name => name == "KUBECONFIG" ? path : null);

        Assert.Equal(("staging", "https://staging.example:6443"), (context.Name, context.Server));
        Assert.Contains($"certificate-authority: {Path.Combine(home.Home.Folder, "ca.crt")}", context.Kubeconfig, StringComparison.Ordinal);
        Assert.Contains("current-context: staging", context.Kubeconfig, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_count_as_one_and_the_first_entry_of_a_name_wins()
    {
        using var home = new TemporaryHome();
        var paths = string.Join(Path.PathSeparator, Write(home, "a", Staging), Write(home, "b", Production));

        var context = CurrentContext.Read("production", name => name == "KUBECONFIG" ? paths : null);

        Assert.Contains("https://production.example", context.Kubeconfig, StringComparison.Ordinal);
        Assert.Contains("token: first", context.Kubeconfig, StringComparison.Ordinal);
        Assert.DoesNotContain("staging", context.Kubeconfig, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_context_is_answered_with_those_there_are()
    {
        using var home = new TemporaryHome();
        var path = Write(home, "config", Staging);

        var thrown = Assert.Throws<MissingPrerequisiteException>(() => CurrentContext.Read("prod", name => name == "KUBECONFIG" ? path : null));

        Assert.Contains("has no context 'prod'. Its contexts are 'staging'", thrown.Message, StringComparison.Ordinal);
    }

    private static string Write(TemporaryHome home, string name, string text)
    {
        var path = Path.Combine(home.Home.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
