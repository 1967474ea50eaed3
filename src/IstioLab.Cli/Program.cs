Console.WriteLine("istiolab");
return 0;
