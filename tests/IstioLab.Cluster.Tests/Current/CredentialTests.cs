using IstioLab.Cluster.Connections;
using IstioLab.Cluster.Current;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tests.Environments;
using k8s;

namespace IstioLab.Cluster.Tests.Current;

/// <summary>The credentials that kubeconfigs of real clusters have.</summary>
public sealed class CredentialTests : IDisposable
{
    private readonly TemporaryHome _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("cluster: one", "[]", "")]
    [InlineData("cluster: one, user: me", "[{ name: me, user: {} }]", "")]
    [InlineData("cluster: one, user: me", "[{ name: me, user: { token: abc } }]", "Bearer abc")]
    [InlineData("cluster: one, user: me", "[{ name: me, user: { username: u, password: p } }]", "Basic dTpw")]
    [InlineData("cluster: one, user: me", "[{ name: me, user: { tokenFile: token.txt } }]", "Bearer from-a-file")]
    public async Task User_is_shown_as_the_kubeconfig_says(string context, string users, string shown)
    {
        await using var server = await CredentialServer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_home.Home.Folder, "token.txt"), "from-a-file\n", Cancellation);

        await AskAsync(Write(server, context, users));

        Assert.Equal([shown], server.Shown);
    }

    [Fact]
    public async Task Plugin_s_token_is_used_whatever_it_writes_besides()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugin is a script of a Unix shell.");
        await using var server = await CredentialServer.StartAsync();
        PutPlugin("""
            echo 'a new version is available' >&2
            case "$KUBERNETES_EXEC_INFO" in *'"kind":"ExecCredential"'*'"server":'*) ;; *) exit 9 ;; esac
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'"$1-$WHO"'"}}'
            """);

        await AskAsync(Write(server, "cluster: one, user: me", """
            [{ name: me, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: ["two words"], interactiveMode: Never,
               provideClusterInfo: true, env: [{ name: WHO, value: me }] } } }]
            """));

        Assert.Equal(["Bearer two words-me"], server.Shown);
    }

    [Fact]
    public async Task Token_that_has_ended_is_asked_for_again_and_a_good_one_is_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugin is a script of a Unix shell.");
        await using var server = await CredentialServer.StartAsync();
        PutPlugin("""
            echo . >> "$(dirname "$0")/calls"
            count=$(wc -l < "$(dirname "$0")/calls" | tr -d ' ')
            until=2000-01-01T00:00:00Z
            [ "$count" = 2 ] && until=2999-01-01T00:00:00Z
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t'$count'","expirationTimestamp":"'$until'"}}'
            """);
        using var client = new Kubernetes(KubeConnection.Read(Write(
            server, "cluster: one, user: me", "[{ name: me, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: ./plugin } } }]")));

        await client.Version.GetCodeAsync(Cancellation);
        await client.Version.GetCodeAsync(Cancellation);
        await client.Version.GetCodeAsync(Cancellation);

        Assert.Equal(["Bearer t1", "Bearer t2", "Bearer t2"], server.Shown);
    }

    [Fact]
    public async Task Missing_plugin_is_told_with_what_the_kubeconfig_says_about_it()
    {
        await using var server = await CredentialServer.StartAsync();
        var cluster = new CurrentCluster(new CurrentClusterOptions
        {
            Folder = _home.Home.Open("default"),
            Context = Context(server, "cluster: one, user: me", """
                [{ name: me, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, installHint: "Get it from your administrator." } } }]
                """),
        });
        _home.Home.Open("default").Create();

        var thrown = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => cluster.StartAsync(Cancellation));

        Assert.Contains("Credential plugin 'no-such-plugin' of the kubeconfig is not on the PATH. The kubeconfig says:\nGet it from your administrator.", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(server.Shown);
        Assert.False(File.Exists(cluster.KubeconfigPath));
    }

    [Fact]
    public async Task Plugin_that_fails_is_told_with_the_line_to_try()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugin is a script of a Unix shell.");
        await using var server = await CredentialServer.StartAsync();
        PutPlugin("echo 'log in first' >&2; exit 3");
        var cluster = new CurrentCluster(new CurrentClusterOptions
        {
            Folder = _home.Home.Open("default"),
            Context = Context(server, "cluster: one, user: me", "[{ name: me, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: ./plugin } } }]"),
        });
        _home.Home.Open("default").Create();

        var thrown = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => cluster.StartAsync(Cancellation));

        Assert.Contains("exited with code 3", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("log in first", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_of_a_plugin_takes_the_plugin_s_place()
    {
        await using var server = await CredentialServer.StartAsync();
        var context = Context(server, "cluster: one, user: me", "[{ name: me, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: tsh } } }]");

        var kubeconfig = context.WithCertificate("CERT", "KEY");

        Assert.Contains("client-certificate-data: Q0VSVA==", kubeconfig, StringComparison.Ordinal);
        Assert.Contains("client-key-data: S0VZ", kubeconfig, StringComparison.Ordinal);
        Assert.DoesNotContain("exec", kubeconfig, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_who_acts_as_somebody_else_is_refused()
    {
        await using var server = await CredentialServer.StartAsync();

        var thrown = Assert.Throws<MissingPrerequisiteException>(() => Context(server, "cluster: one, user: me", "[{ name: me, user: { token: abc, as: admin } }]"));

        Assert.Contains("acts as somebody else ('as')", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "refuses: 401 Unauthorized: the context's user is not known there")]
    [InlineData(403, "refuses: 403 Forbidden")]
    [InlineData(500, "refuses: 500 InternalServerError.")]
    public async Task Refusal_is_no_silence(int status, string words)
    {
        await using var server = await CredentialServer.StartAsync();
        server.Status = status;
        var cluster = new CurrentCluster(new CurrentClusterOptions
        {
            Folder = _home.Home.Open("default"),
            Context = Context(server, "cluster: one, user: me", "[{ name: me, user: { token: abc } }]"),
        });
        _home.Home.Open("default").Create();

        var thrown = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => cluster.StartAsync(Cancellation));

        Assert.Contains(words, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Try 'kubectl --context here version'.", thrown.Message, StringComparison.Ordinal);
    }

    private static async Task AskAsync(string kubeconfig)
    {
        using var client = new Kubernetes(KubeConnection.Read(kubeconfig));
        await client.Version.GetCodeAsync(Cancellation);
    }

    private CurrentContext Context(CredentialServer server, string context, string users)
    {
        var path = WriteFile(server, context, users);
        return CurrentContext.Read(null, name => name == "KUBECONFIG" ? path : null);
    }

    // What the environment gets is the extract, so that is what is read.
    private string Write(CredentialServer server, string context, string users)
    {
        var path = Path.Combine(_home.Home.Folder, "private");
        File.WriteAllText(path, Context(server, context, users).Kubeconfig);
        return path;
    }

    private string WriteFile(CredentialServer server, string context, string users)
    {
        var path = Path.Combine(_home.Home.Folder, "config");
        File.WriteAllText(path, $$"""
            apiVersion: v1
            kind: Config
            current-context: here
            contexts: [{ name: here, context: { {{context}} } }]
            clusters: [{ name: one, cluster: { server: "{{server.Address}}" } }]
            users: {{users.ReplaceLineEndings(" ")}}
            """);
        return path;
    }

    private void PutPlugin(string script)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The plugin is a script of sh.");
            return;
        }

        var path = Path.Combine(_home.Home.Folder, "plugin");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
