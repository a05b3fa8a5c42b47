using Ocm.Samples.Peer;

return await PeerProgram.RunAsync(args, Console.Out, Console.Error);
