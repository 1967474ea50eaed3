namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Which server names of a port are taken: Envoy refuses a listener that has one twice. Follows <c>CheckDuplicates</c>.</summary>
internal sealed class ServerNameClaims
{
    private readonly Dictionary<(int Port, string Name), string> binds = [];

    /// <summary>Takes names; none of them when one is taken at the same address.</summary>
    public bool Claim(int port, string bind, IReadOnlyCollection<string> names)
    {
        if (names.Any(name => binds.TryGetValue((port, name), out var taken) && taken == bind))
        {
            return false;
        }

        foreach (var name in names)
        {
            binds[(port, name)] = bind;
        }

        return true;
    }
}
