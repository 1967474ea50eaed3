namespace IstioLab.Cli.Tests.CommandLine;

public sealed class UsageTests
{
    [Fact]
    public async Task Unknown_command_is_named_with_exit_code_2_and_the_help()
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync("upp");

        Assert.Equal(2, outcome.Code);
        Assert.Contains("'upp'", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("'./lab --help'", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Out);
    }

    [Theory]
    [InlineData("There is no command 'upp'. The commands are up, down, ", "upp")]
    [InlineData("--istio '1.99' must be '1.30' or '1.17'.", "up", "--istio", "1.99")]
    [InlineData("--output 'yaml' must be 'json'.", "status", "-o", "yaml")]
    [InlineData("--right 'kind' must be 'embedded', 'k3d' or 'current'.", "compare", "--left", "embedded", "--right", "kind")]
    [InlineData("SHELL 'tcsh' must be 'bash', 'zsh', 'fish' or 'pwsh'.", "completion", "tcsh")]
    [InlineData("--step 'x' must be a whole number, 1 or more.", "run", "--step", "x")]
    [InlineData("--step '0' must be a whole number, 1 or more.", "check", "--step", "0")]
    [InlineData("--seed '1.5' must be a whole number.", "up", "--seed", "1.5")]
    [InlineData("--count '0' must be a whole number from 1 to 1000000.", "curl", "--from", "a", "--count", "0", "http://a")]
    [InlineData("'version' has no option '-o'. Its options are --name, ", "version", "-o")]
    [InlineData("'status' does not take 'now'.", "status", "now")]
    [InlineData("There is no option '--version' before a command. The commands are up, ", "--version")]
    [InlineData("There is no command 'proxy-config secrets'. The commands are listeners, routes, clusters, endpoints.", "proxy-config", "secrets", "a")]
    [InlineData("Name what 'lab' shall do: up, down, ")]
    [InlineData("'curl' needs --from WORKLOAD: the workload that asks.", "curl", "http://a")]
    [InlineData("'--name' needs NAME: the environment;", "status", "--name")]
    [InlineData("'--count' needs N: how many requests.", "curl", "http://a", "--from", "a", "--count")]
    [InlineData("'proxy-config routes' needs POD", "proxy-config", "routes")]
    public async Task Wrong_usage_names_what_is_wrong_and_what_is_right(string message, params string[] args)
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync(args);

        Assert.Equal(2, outcome.Code);
        Assert.StartsWith(message, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, outcome.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("没有命令 'upp'。", "upp")]
    [InlineData("'up' 没有选项 '--foo'。", "up", "--foo")]
    [InlineData("--count 'many' 必须是整数", "curl", "--from", "a", "--count", "many", "http://a")]
    [InlineData("--output 'yaml' 必须是 'json'。", "status", "-o", "yaml")]
    [InlineData("环境名 'Team A' 必须由 1 到 32 个", "status", "--name", "Team A")]
    [InlineData("'validate' 需要 --filename FILE：YAML 或 JSON 文件或目录", "validate")]
    [InlineData("'curl' 需要 URL：", "curl", "--from", "a")]
    [InlineData("'--name' 需要 NAME：环境名", "status", "--name")]
    [InlineData("'-f' 需要 FILE：", "validate", "-f")]
    [InlineData("--kubernetes '1.33' 用于 '--cluster k3d'", "up", "--kubernetes", "1.33")]
    public async Task Wrong_usage_is_told_in_Chinese(string message, params string[] args)
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync(["--lang", "zh", .. args]);

        Assert.Equal(2, outcome.Code);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("See ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hint_means_the_environment_that_was_asked_for()
    {
        using var harness = new CommandLineHarness();

        Assert.Contains("'./lab up --name other'", (await harness.RunAsync("status", "--name", "other")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_name_that_breaks_the_rule_is_wrong_usage()
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync("status", "--name", "Team A");

        Assert.Equal(2, outcome.Code);
        Assert.StartsWith("Environment name 'Team A' must be 1 to 32 lower-case letters", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("curl")]
    [InlineData("explain")]
    [InlineData("kube-inject")]
    [InlineData("verify")]
    public async Task Help_ends_with_lines_to_type(string command)
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync(command, "--help");

        Assert.Equal(0, outcome.Code);
        Assert.Contains("Examples:", outcome.Out, StringComparison.Ordinal);
        Assert.Contains($"./lab {command}", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_cluster_without_a_kubeconfig_is_a_missing_prerequisite()
    {
        using var harness = new CommandLineHarness();
        harness.Variables["KUBECONFIG"] = "/nowhere/config";

        var outcome = await harness.RunAsync("up", "--cluster", "current");

        Assert.Equal(3, outcome.Code);
        Assert.Contains("Kubeconfig '/nowhere/config' does not exist.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("'./lab up'", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("verify")]
    public async Task Istio_and_Kubernetes_that_do_not_fit_are_refused_before_any_tool(string command)
    {
        using var harness = new CommandLineHarness();

        var tools = PutNotingTools(harness);

        var outcome = await harness.RunAsync(command, "--cluster", "k3d", "--istio", "1.17", "--kubernetes", "1.35", "--tools", tools);

        Assert.Equal(3, outcome.Code);
        Assert.Contains("1.23 to 1.26", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(tools, "started")), "A tool was started.");
    }

    // That the tools note when they are started is seen with releases that fit.
    [Fact]
    public async Task Istio_and_Kubernetes_that_fit_start_the_tools()
    {
        using var harness = new CommandLineHarness();
        var tools = PutNotingTools(harness);

        var outcome = await harness.RunAsync("up", "--cluster", "k3d", "--istio", "1.17", "--kubernetes", "1.26", "--tools", tools);

        Assert.Equal(3, outcome.Code);
        Assert.True(File.Exists(Path.Combine(tools, "started")), outcome.Error);
    }

    private static string PutNotingTools(CommandLineHarness harness)
    {
        var folder = "";
        foreach (var name in (string[])["k3d", "istioctl", "docker"])
        {
            var path = OperatingSystem.IsWindows()
                ? harness.Write($"tools/{name}.cmd", "@echo started >> \"%~dp0started\"\r\n@exit /b 1")
                : harness.Write($"tools/{name}", "#!/bin/sh\necho started >> \"$(dirname \"$0\")/started\"\nexit 1\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            folder = Path.GetDirectoryName(path)!;
        }

        return folder;
    }

    [Theory]
    [InlineData("check")]
    [InlineData("kubeconfig")]
    [InlineData("env")]
    [InlineData("proxy-status")]
    public async Task Command_that_needs_an_environment_says_how_to_start_one(string command)
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync(command);

        Assert.Equal(3, outcome.Code);
        Assert.Contains("Environment 'default' is not running", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("'./lab up'", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LC_ALL", "zh_CN.UTF-8", "没有运行")]
    [InlineData("LANG", "de_DE.UTF-8", "is not running")]
    public async Task Locale_chooses_the_language(string variable, string value, string text)
    {
        using var harness = new CommandLineHarness();
        harness.Variables[variable] = value;

        Assert.Contains(text, (await harness.RunAsync("status")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Language_option_beats_the_locale()
    {
        using var harness = new CommandLineHarness();
        harness.Variables["LANG"] = "zh_CN.UTF-8";

        Assert.Contains("is not running", (await harness.RunAsync("status", "--lang", "en")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ver", "verify", "version")]
    [InlineData("check ca", "canary")]
    [InlineData("up --dashboard ", "auto", "none")]
    [InlineData("proxy-config ro", "routes")]
    public async Task Suggestions_complete_what_was_typed(string typed, params string[] expected)
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync($"[suggest:{typed.Length}]", typed);

        Assert.Equal(0, outcome.Code);
        Assert.Equal(expected, outcome.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] is not ('-' or '/')));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _istiolab istiolab lab ./lab")]
    [InlineData("zsh", "compdef _istiolab istiolab lab ./lab")]
    [InlineData("fish", "complete -f -c lab -a '(__istiolab_complete)'")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_script_registers_the_names_it_is_called_by(string shell, string line)
    {
        using var harness = new CommandLineHarness();

        Assert.Contains(line, (await harness.RunAsync("completion", shell)).Out, StringComparison.Ordinal);
    }
}
