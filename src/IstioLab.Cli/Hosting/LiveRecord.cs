using IstioLab.Cluster.Environments;

namespace IstioLab.Cli.Hosting;

/// <summary>The record of the running environment, changed by its start and by what happens in the cluster.</summary>
internal sealed class LiveRecord(EnvironmentRegistry registry, EnvironmentRecord first)
{
    private readonly Lock _gate = new();

    /// <summary>The record as it was written last.</summary>
    public EnvironmentRecord Current { get; private set; } = first;

    /// <summary>Changes the record and writes it.</summary>
    public EnvironmentRecord Change(Func<EnvironmentRecord, EnvironmentRecord> change)
    {
        lock (_gate)
        {
            Current = change(Current);
            registry.Write(Current);
            return Current;
        }
    }
}
