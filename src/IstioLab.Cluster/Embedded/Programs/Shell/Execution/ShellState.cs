using System.Globalization;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>What a subshell copies: variables, functions, parameters, options and the working directory.</summary>
internal sealed class ShellState
{
    /// <summary>Longest value of a variable, so that a loop cannot take all memory.</summary>
    public const int MaximumLength = 8 * 1024 * 1024;

    private readonly Dictionary<string, ShellVariable> _variables;
    private readonly Stack<Dictionary<string, ShellVariable?>> _scopes = new();

    /// <summary>A fresh shell.</summary>
    public ShellState(IEnumerable<KeyValuePair<string, string>> environment, string name, string workingDirectory)
    {
        _variables = [];
        foreach (var (key, value) in environment)
            _variables[key] = new ShellVariable(value, IsExported: true);
        Name = name;
        WorkingDirectory = workingDirectory;
        Functions = [];
        Aliases = [];
        Traps = [];
    }

    private ShellState(ShellState other)
    {
        _variables = new(other._variables);
        Name = other.Name;
        WorkingDirectory = other.WorkingDirectory;
        PreviousDirectory = other.PreviousDirectory;
        Parameters = other.Parameters;
        Functions = new(other.Functions);
        Aliases = new(other.Aliases);
        Traps = [];
        Options = other.Options;
        Status = other.Status;
        LastBackground = other.LastBackground;
    }

    /// <summary><c>$0</c>.</summary>
    public string Name { get; set; }

    /// <summary><c>$1</c> and so on.</summary>
    public IReadOnlyList<string> Parameters { get; set; } = [];

    /// <summary>Absolute path.</summary>
    public string WorkingDirectory { get; set; }

    /// <summary>Where <c>cd -</c> goes.</summary>
    public string? PreviousDirectory { get; set; }

    /// <summary>Functions by name.</summary>
    public Dictionary<string, Parsing.Command> Functions { get; }

    /// <summary>Aliases by name.</summary>
    public Dictionary<string, string> Aliases { get; }

    /// <summary>Commands by name of the signal, or EXIT.</summary>
    public Dictionary<string, string> Traps { get; }

    /// <summary>What <c>set</c> has switched on, as letters.</summary>
    public string Options { get; set; } = "";

    /// <summary><c>$?</c>.</summary>
    public int Status { get; set; }

    /// <summary><c>$!</c>; 0 when there is none.</summary>
    public int LastBackground { get; set; }

    /// <summary>Variables by name, sorted.</summary>
    public IEnumerable<KeyValuePair<string, ShellVariable>> Variables => _variables.OrderBy(entry => entry.Key, StringComparer.Ordinal);

    /// <summary>A copy for a subshell; traps are not inherited.</summary>
    public ShellState Clone() => new(this);

    /// <summary>Whether an option is on.</summary>
    public bool Has(char option) => Options.Contains(option, StringComparison.Ordinal);

    /// <summary>Value of a variable or a special parameter; <see langword="null"/> when it is not set.</summary>
    public string? Get(string name) => name switch
    {
        "?" => Status.ToString(CultureInfo.InvariantCulture),
        "#" => Parameters.Count.ToString(CultureInfo.InvariantCulture),
        "-" => Options,
        "!" => LastBackground == 0 ? "" : LastBackground.ToString(CultureInfo.InvariantCulture),
        "0" => Name,
        [>= '1' and <= '9', ..] => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= Parameters.Count
            ? Parameters[index - 1]
            : null,
        _ => _variables.TryGetValue(name, out var variable) ? variable.Value : null,
    };

    /// <summary>The variable itself.</summary>
    public ShellVariable? Find(string name) => _variables.TryGetValue(name, out var variable) ? variable : null;

    /// <summary>Sets a variable.</summary>
    /// <exception cref="ShellError">It is read-only, or the value is too long.</exception>
    public void Set(string name, string value, bool export = false)
    {
        var old = _variables.GetValueOrDefault(name);
        if (old.IsReadOnly)
            throw new ShellError($"{name}: is read only");
        if (value.Length > MaximumLength)
            throw new ShellError($"{name}: value is too long");
        _variables[name] = old with { Value = value, IsExported = old.IsExported || export || Has('a') };
    }

    /// <summary>Changes the marks of a variable.</summary>
    public void Mark(string name, bool export = false, bool readOnly = false)
    {
        var old = _variables.GetValueOrDefault(name);
        _variables[name] = old with { IsExported = old.IsExported || export, IsReadOnly = old.IsReadOnly || readOnly };
    }

    /// <summary>Takes a variable away.</summary>
    /// <exception cref="ShellError">It is read-only.</exception>
    public void Unset(string name)
    {
        if (_variables.GetValueOrDefault(name).IsReadOnly)
            throw new ShellError($"{name}: is read only");
        _variables.Remove(name);
    }

    /// <summary>What programs get.</summary>
    public Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, variable) in _variables)
        {
            if (variable is { IsExported: true, Value: { } value })
                environment[name] = value;
        }
        return environment;
    }

    /// <summary>Begins a scope for local variables.</summary>
    public void EnterScope() => _scopes.Push([]);

    /// <summary>Ends a scope: local variables get their former values.</summary>
    public void LeaveScope()
    {
        foreach (var (name, former) in _scopes.Pop())
            Restore(name, former);
    }

    /// <summary>Makes a variable local to the current function; <see langword="false"/> outside of one.</summary>
    public bool MakeLocal(string name)
    {
        if (!_scopes.TryPeek(out var scope))
            return false;
        scope.TryAdd(name, Find(name));
        return true;
    }

    /// <summary>Gives a variable a former state back.</summary>
    public void Restore(string name, ShellVariable? former)
    {
        if (former is { } variable)
            _variables[name] = variable;
        else
            _variables.Remove(name);
    }
}
