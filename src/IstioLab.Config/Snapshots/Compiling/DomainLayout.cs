using System.Collections.Immutable;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Virtual hosts by name with the domains that they want, and those that they get: a domain that comes twice stays with the first.</summary>
internal sealed class DomainLayout
{
    private readonly List<(string Name, ImmutableArray<string> All, ImmutableArray<string> Short)> wanted = [];
    private readonly HashSet<string> fullNames = new(StringComparer.Ordinal);
    private ImmutableArray<ImmutableArray<string>> kept;

    /// <summary>Notes a full name, which no short form of another service may take.</summary>
    public void Know(string fullName) => fullNames.Add(fullName);

    /// <summary>Adds a virtual host.</summary>
    public void Add(string name, ImmutableArray<string> all, ImmutableArray<string> shortNames) => wanted.Add((name, all, shortNames));

    /// <summary>The domains of a virtual host, by its position.</summary>
    public ImmutableArray<string> this[int position] => kept[position];

    /// <summary>Whether another layout wants the same. The full names follow from the domains.</summary>
    public bool IsSame(DomainLayout other)
    {
        if (other.wanted.Count != wanted.Count || other.fullNames.Count != fullNames.Count)
        {
            return false;
        }

        for (var position = 0; position < wanted.Count; position++)
        {
            var (name, all, shortNames) = wanted[position];
            var (otherName, otherAll, otherShort) = other.wanted[position];
            if (name != otherName || shortNames != otherShort || !(all == otherAll || (all.Length == 1 && otherAll.Length == 1 && all[0] == otherAll[0])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Deals the domains out, in order.</summary>
    public DomainLayout Resolve()
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        kept = [.. wanted.Select(item => Keep(item.All, item.Short, taken))];
        return this;
    }

    private ImmutableArray<string> Keep(ImmutableArray<string> all, ImmutableArray<string> shortNames, HashSet<string> taken)
    {
        ImmutableArray<string>.Builder? some = null;
        for (var index = 0; index < all.Length; index++)
        {
            var domain = all[index];
            var isTaken = (fullNames.Contains(domain) && shortNames.Contains(domain)) || !taken.Add(domain);
            if (isTaken && some is null)
            {
                some = ImmutableArray.CreateBuilder<string>(all.Length);
                some.AddRange(all.AsSpan(0, index));
            }
            else if (!isTaken)
            {
                some?.Add(domain);
            }
        }

        return some is null ? all : some.ToImmutable();
    }
}
