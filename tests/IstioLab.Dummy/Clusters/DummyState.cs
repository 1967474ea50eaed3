namespace IstioLab.Dummy.Clusters;

/// <summary>
/// The world of the dummy k3d, istioctl and docker: a folder that <c>ISTIOLAB_DUMMY</c> names. A thing is a file, <c>KIND.NAME</c>; a file
/// <c>do.STEP</c> says how a step goes wrong.
/// </summary>
internal sealed class DummyState
{
    public const string Variable = "ISTIOLAB_DUMMY";

    private readonly string _folder = Environment.GetEnvironmentVariable(Variable)
        ?? throw new InvalidOperationException($"{Variable} must name the dummies' folder.");

    public void Log(string tool, string[] arguments) => File.AppendAllText(PathOf("calls.log"), $"{tool} {string.Join(' ', arguments)}\n");

    public void Add(string kind, string name, string text = "") => File.WriteAllText(PathOf($"{kind}.{name}"), text);

    public bool Remove(string kind, string name)
    {
        var path = PathOf($"{kind}.{name}");
        var was = File.Exists(path);
        File.Delete(path);
        return was;
    }

    public bool Has(string kind, string name) => File.Exists(PathOf($"{kind}.{name}"));

    public string? Read(string name) => File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : null;

    public IEnumerable<string> List(string kind) =>
        Directory.EnumerateFiles(_folder, $"{kind}.*").Select(path => Path.GetFileName(path)[(kind.Length + 1)..]).Order(StringComparer.Ordinal);

    /// <summary>Plays what a test wants of a step.</summary>
    /// <returns>The exit code when the step ends with it; null when it goes on.</returns>
    public async Task<int?> PlayAsync(string step)
    {
        var file = $"do.{step}";
        if (Read(file)?.Trim() is not { } wanted)
        {
            return null;
        }

        if (wanted.StartsWith("once ", StringComparison.Ordinal))
        {
            File.Delete(PathOf(file));
            wanted = wanted["once ".Length..];
        }

        switch (wanted)
        {
            case "hang":
                await HangAsync(step);
                return 130;
            case "slow":
                await BeSlowAsync(step);
                return null;
            default:
                await Console.Error.WriteLineAsync(DummyFailures.Text(wanted));
                return 1;
        }
    }

    private async Task HangAsync(string step)
    {
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            interrupted.TrySetResult();
        };
        Add("reached", step);
        await interrupted.Task;
    }

    private static async Task BeSlowAsync(string step)
    {
        for (var part = 1; part <= 5; part++)
        {
            await Console.Error.WriteLineAsync($"INFO[000{part}] {step} {part}/5");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
