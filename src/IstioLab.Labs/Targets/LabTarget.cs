namespace IstioLab.Labs.Targets;

/// <summary>What a lab must know of the cluster that it is applied to.</summary>
public sealed record LabTarget
{
    /// <summary>The label that tells what an environment made on a cluster that is not its own.</summary>
    public const string MadeByLabel = "app.istiolab.dev/created-by";

    /// <summary>The embedded cluster.</summary>
    public static LabTarget Embedded { get; } = new();

    /// <summary>Adds sidecars by hand.</summary>
    public ILabInjector Injector { get; init; } = BuiltInInjector.Instance;

    /// <summary>Images that are replaced.</summary>
    public ImageMap Images { get; init; } = ImageMap.None;

    /// <summary>
    /// The mark of the environment on a cluster that is not its own: what it makes carries it as <see cref="MadeByLabel"/>, nothing else is
    /// changed, and nothing else is removed. Null where the whole cluster is its own.
    /// </summary>
    public string? Mark { get; init; }

    /// <summary>How long pods may take to become ready.</summary>
    /// <value>Default: 2 minutes.</value>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often something that is waited for is looked at.</summary>
    /// <value>Default: 50 ms, for a cluster in this process.</value>
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long an image may fail to be pulled before waiting on is no use.</summary>
    /// <value>Default: 15 seconds.</value>
    public TimeSpan PullPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a sample that does not fit is taken again while the configuration is on its way to the proxies.</summary>
    /// <value>Default: 5 seconds.</value>
    public TimeSpan SettleTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
