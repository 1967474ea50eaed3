namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Commands in the background of one shell.</summary>
internal sealed class JobTable
{
    private readonly List<Job> _jobs = [];

    /// <summary>Jobs that nobody has waited for, oldest first.</summary>
    public IReadOnlyList<Job> All => _jobs;

    /// <summary>Adds a job.</summary>
    public Job Add(int pid, string text, Task<int> completion)
    {
        var job = new Job(_jobs.Count == 0 ? 1 : _jobs[^1].Number + 1, pid, text, completion);
        _jobs.Add(job);
        return job;
    }

    /// <summary>The job of a process or of <c>%n</c>.</summary>
    public Job? Find(string reference) => reference switch
    {
        "%%" or "%+" => _jobs.LastOrDefault(),
        ['%', .. var number] => _jobs.Find(job => number == job.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        _ => _jobs.Find(job => reference == job.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    };

    /// <summary>Takes a job away.</summary>
    public void Remove(Job job) => _jobs.Remove(job);
}
